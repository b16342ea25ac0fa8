import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { cssString } from './scripts/css-string.mjs'
import { emojiData } from './scripts/emoji-data.mjs'

const built = () => [cssString({ cwd: path.join(import.meta.dirname, 'sdk') }), emojiData()]
/** These look at the built packages. */
const BUILT = ['house', 'contract', 'budgets', 'integration', 'browser', 'hostile']
const node = (name: string, timeout = 20_000) => ({
  plugins: built(),
  test: {
    name,
    environment: 'node',
    globalSetup: BUILT.includes(name) ? ['test/support/build-first.ts'] : [],
    include: [`test/${name}/**/*.test.ts`],
    exclude: ['**/*.dom.test.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
    // a crowded machine is slow, and only what never comes has failed
    expect: { poll: { timeout: timeout * 0.75 } },
  },
})
const browser = node('browser', 180_000)
const FRAMES = ['test/browser/long-log.test.ts']

export default defineConfig({
  test: {
    // uWebSockets.js aborts the process inside worker threads
    pool: 'forks',
    // most of the files that start processes wait for them
    maxWorkers: availableParallelism() + 1,
    projects: [
      node('unit'),
      node('house', 60_000),
      node('contract'),
      node('integration', 60_000),
      node('simulation', 60_000),
      node('budgets', 120_000),
      { ...node('hostile', 300_000), test: { ...node('hostile', 300_000).test, fileParallelism: false } },
      {
        plugins: built(),
        test: { name: 'dom', environment: 'happy-dom', include: ['test/**/*.dom.test.ts'], testTimeout: 20_000 },
      },
      // a page mostly waits; more at a time than two would wait for each other
      { ...browser, test: { ...browser.test, exclude: FRAMES, maxWorkers: 2, sequence: { groupOrder: 1 } } },
      // what looks at every frame has the machine to itself
      { ...browser, test: { ...browser.test, name: 'frames', include: FRAMES, fileParallelism: false } },
    ],
  },
})
