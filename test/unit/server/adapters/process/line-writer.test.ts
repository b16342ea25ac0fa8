import { expect, test } from 'vitest'
import { LineWriter } from '../../../../../server/adapters/process/line-writer.ts'
import { pinoLog } from '../../../../../server/adapters/process/pino-log.ts'

/** A writer onto a disk with so much room. */
function onDisk(room: number) {
  const disk = { room, text: '' }
  const writer = new LineWriter(
    2,
    lost => `(${lost} lost)\n`,
    bytes => {
      const taken = Math.min(disk.room, bytes.length)
      if (taken === 0) throw new Error('ENOSPC')
      disk.room -= taken
      disk.text += Buffer.from(bytes.subarray(0, taken)).toString()
      return taken
    },
  )
  return { disk, writer }
}

test('[OP130] what cannot be written is dropped, and the next line says how much that was', () => {
  const { disk, writer } = onDisk(8)
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) writer.write(line)
  expect(disk.text).toBe('one\ntwo\n')
  disk.room = 100
  writer.write('five\n')
  writer.write('six\n')
  expect(disk.text).toBe('one\ntwo\n(2 lost)\nfive\nsix\n')
})

test('[OP130] a line that was cut off ends before the next one begins', () => {
  const { disk, writer } = onDisk(6)
  writer.write('one\n')
  writer.write('two\n')
  disk.room = 100
  writer.write('three\n')
  expect(disk.text).toBe('one\ntw\n(1 lost)\nthree\n')
})

test('[OP130] what was lost is told once, however small the room becomes', () => {
  const { disk, writer } = onDisk(0)
  for (let n = 0; n < 3; n++) writer.write('line\n')
  // the number fits, the line behind it does not
  disk.room = '(3 lost)\n'.length
  writer.write('line\n')
  disk.room = 3
  writer.write('line\n')
  disk.room = 100
  writer.write('end\n')
  expect(disk.text).toBe('(3 lost)\n(1 \n(2 lost)\nend\n')
})

test('[OP130] a log takes everything without throwing: errors that throw when they are read, circles, bigints', () => {
  const lines: string[] = []
  const log = pinoLog('debug', { write: line => void lines.push(line) })
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const hostile = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('read')
    },
  })
  const odd = [
    { err: hostile },
    circle,
    { n: 1n },
    { toJSON: () => null },
    { err: undefined },
    { err: Object.create(null) },
  ]
  for (const fields of odd) for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](fields, 'said')
  expect(lines).toHaveLength(4 * odd.length)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ msg: 'said' })
})
