// Parses 1,000,000 texts made by chance, of marks, letters and what else is typed.
// npm run fuzz [-- --inputs N] [--seed S]
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const root = path.join(import.meta.dirname, '..')
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const file = 'test/unit/sdk/widget/features/formatting/any-text.test.ts'
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', '--testTimeout', '3600000', file], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FORMATTING_INPUTS: values.inputs, FORMATTING_SEED: values.seed },
})
process.exitCode = status ?? 1
