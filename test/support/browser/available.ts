import { ENGINES, type EngineName } from './engine.ts'
import { installedEngines } from './engines.mjs'

const { missing } = installedEngines()

/** The engines that can run here. `npm test` lists the others, and fails for them when `CI` is set. */
export const available: readonly EngineName[] = ENGINES.filter(name => !missing[name])
export const allAvailable = available.length === ENGINES.length
