import { afterAll, beforeAll, describe } from 'vitest'
import { available } from './available.ts'
import type { Engine, EngineName } from './engine.ts'
import { launch } from './launch.ts'

/** A group of tests in each engine that is here. `engine()` is for inside the tests. */
export function eachEngine(what: string, body: (engine: () => Engine, name: EngineName) => void): void {
  describe.each([...available])(`${what} in %s`, name => {
    let engine: Engine | undefined
    beforeAll(async () => {
      engine = await launch(name)
    })
    afterAll(() => engine?.close())
    body(() => {
      if (!engine) throw new Error(`${name} did not start.`)
      return engine
    }, name)
  })
}
