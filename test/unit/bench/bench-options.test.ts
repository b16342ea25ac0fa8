import { expect, test } from 'vitest'
import { parseBench } from '../../../bench/bench-options.ts'

const optionsOf = (...args: string[]) => {
  const parsed = parseBench(args)
  return parsed.kind === 'run' ? parsed.options : parsed
}

test('[BN5] five rounds of everything, unless it is said otherwise', () => {
  expect(optionsOf()).toMatchObject({ quick: false, rounds: 5, seconds: 10, writeDocs: false })
  expect(optionsOf('--quick')).toMatchObject({ quick: true, rounds: 1, seconds: 1 })
  const some = optionsOf('--only', 'lone,fan-out', '--rounds', '3', '--seconds', '20', '--servers', 'chat,ws')
  expect(some).toMatchObject({ rounds: 3, seconds: 20, servers: ['chat', 'ws'] })
  expect(some).toMatchObject({ scenarios: [{ name: 'lone' }, { name: 'fan-out' }] })
})

test('[BN60] another revision is compared in what a change of the server may move, unless it is said otherwise', () => {
  const names = (...args: string[]) => {
    const parsed = parseBench(['--against', 'HEAD', ...args])
    return parsed.kind === 'run' ? parsed.options.scenarios.map(({ name }) => name) : []
  }
  expect(names()).toEqual(['fan-out', 'lone', 'rooms', 'connect', 'memory'])
  expect(names('--only', 'history')).toEqual(['history'])
})

test.each([
  [['--only', 'fan-in'], '--only knows fan-out, '],
  [['--servers', 'chatt'], 'There is no server chatt'],
  [['--rounds', 'many'], '--rounds is a number above 0'],
  [['--seconds', '0'], '--seconds is a number above 0'],
  [['--against', 'HEAD', '--servers', 'chat'], 'does not go with --servers'],
  [['--against', 'HEAD', '--write-docs'], 'does not go with --write-docs'],
  [['--fast'], '--fast'],
])('[BN5] %o is refused in words', (args, message) => {
  expect(parseBench(args)).toEqual({ kind: 'wrong', message: expect.stringContaining(message) })
})

test('[BN5] --help tells every scenario', () => {
  expect(parseBench(['--help'])).toMatchObject({ kind: 'help', text: expect.stringContaining('fan-out, lone, rooms') })
})
