import { expect, test } from 'vitest'
import { PeopleByNode } from '../../../../server/core/people-by-node.ts'

const shown = (name: string, at: number) => ({ user: { id: 'ann', name }, at })

test('[RE128] in whatever order it is heard, the newest says how somebody is shown; of two at once the same everywhere', () => {
  const entries = [
    { node: 'one', ...shown('first', 1) },
    { node: 'two', ...shown('second', 2) },
    { node: 'three', ...shown('third', 2) },
  ]
  for (const order of [entries, entries.toReversed()]) {
    const people = new PeopleByNode()
    for (const { node, ...each } of order) people.put(node, each)
    expect(people.newest('ann')?.user.name).toBe('second')
    const own = { node: 'zero', ...shown('own', 2) }
    expect(people.newest('ann', own)?.user.name).toBe('own')
    expect(people.newest('ann', { ...own, at: 1 })?.user.name).toBe('second')
    people.drop('two', 'ann')
    expect(people.newest('ann')?.user.name).toBe('third')
    expect([people.dropNode('three'), people.dropNode('three')]).toEqual([['ann'], []])
    expect([...people.all()]).toEqual(['ann'])
    people.drop('one', 'ann')
    expect(people.newest('ann')).toBeUndefined()
  }
})
