import { defineConfig } from 'vitest/config'
import { plant } from './test/simulation/bundle.ts'
import { PLANTED_ELSEWHERE } from './test/simulation/planted-changes.ts'

/** Runs tests on a source with the fault that the environment names. */
const fault = PLANTED_ELSEWHERE.find(({ name }) => name === process.env.CHAT_PLANTED_FAULT)

export default defineConfig({
  plugins: [
    {
      name: 'plant a fault',
      enforce: 'pre',
      transform: (code, id) => (fault && id.endsWith(`/${fault.file}`) ? plant(fault, code) : undefined),
    },
  ],
  test: { include: ['test/**/*.test.ts'], pool: 'forks', testTimeout: 60_000 },
})
