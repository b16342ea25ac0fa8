import { expect, test } from 'vitest'
import { Notes } from '../../../../../sdk/widget/kept/notes.ts'

test('[WG94] a logout deletes what its person left in every room, and nothing of who has a longer name', () => {
  let all: object = {}
  const read = () => structuredClone(all) as Record<string, unknown>
  const notes = new Notes({ read, write: value => (all = value), watch: () => () => {} })
  const [bo, ann] = [
    { id: 'u1', name: 'Bo' },
    { id: 'u2', name: 'Ann Bo' },
  ]
  for (const user of [bo, ann]) for (const room of ['a', 'b']) notes.change(user, room, { text: `of ${user.name}` })
  notes.clear(bo)
  expect(['a', 'b'].flatMap(room => [notes.read(bo, room).text, notes.read(ann, room).text])).toEqual([
    undefined,
    'of Ann Bo',
    undefined,
    'of Ann Bo',
  ])
})
