import { build } from '../../scripts/build.mjs'

/** Run by vitest before the tests that look at the built packages. */
export async function setup(): Promise<void> {
  await build()
}
