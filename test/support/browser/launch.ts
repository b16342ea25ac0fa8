import type { Engine, EngineName } from './engine.ts'
import { launchPlaywright } from './playwright-engine.ts'
import { launchWebKit } from './webkit-engine.ts'

/** Starts a browser engine; its `close` ends everything that it started. */
export function launch(name: EngineName): Promise<Engine> {
  return name === 'webkit' ? launchWebKit() : launchPlaywright(name)
}
