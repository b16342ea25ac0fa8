import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { keyed } from '../../../../../sdk/widget/views/keyed.ts'

interface Item {
  key: string
  text: string
}

function bench() {
  const parent = document.createElement('div')
  const created = vi.fn()
  const updated = vi.fn()
  const list = keyed<Item>(
    parent,
    item => item.key,
    (item, appended) => {
      created(item.key, appended)
      const node = document.createElement('p')
      return {
        node,
        update(now) {
          updated(now.key)
          node.textContent = now.text
        },
      }
    },
  )
  return { parent, list, created, updated }
}
const item = (key: string, text = key): Item => ({ key, text })

test('[VW1] a message at the end costs one row', () => {
  const { parent, list, created, updated } = bench()
  const items = Array.from({ length: 1000 }, (_, i) => item(`${i}`))
  list.update(items)
  const nodes = [...parent.children]
  created.mockClear()
  updated.mockClear()
  list.update([...items, item('new')])
  expect(created.mock.calls).toEqual([['new', true]])
  expect(updated.mock.calls).toEqual([['new']])
  expect([...parent.children].slice(0, -1)).toEqual(nodes)
})

test('[VW1] only rows whose item is another object are updated', () => {
  const { list, updated } = bench()
  const items = ['a', 'b', 'c', 'd'].map(key => item(key))
  list.update(items)
  updated.mockClear()
  list.update(items.map(each => (each.key === 'b' ? item('b', 'changed') : each)))
  expect(updated.mock.calls).toEqual([['b']])
  updated.mockClear()
  list.refresh()
  expect(updated.mock.calls, 'unless asked for all').toEqual([['a'], ['b'], ['c'], ['d']])
})

test('[VW1] a page of older rows goes in front and is not taken for new', () => {
  const { parent, list, created } = bench()
  const items = [item('3'), item('4')]
  list.update(items)
  const kept = [...parent.children]
  created.mockClear()
  list.update([item('1'), item('2'), ...items])
  expect(created.mock.calls.every(([, appended]) => !appended)).toBe(true)
  expect([...parent.children].slice(2)).toEqual(kept)
})

test('[VW1] whatever the lists, the rows are those of the last one, in its order', () => {
  const texts = fc.uniqueArray(fc.record({ key: fc.constantFrom(...'abcdefghij'), text: fc.constantFrom('x', 'y') }), {
    selector: each => each.key,
  })
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 6 }), lists => {
      const { parent, list } = bench()
      let known: Item[] = []
      for (const next of lists) {
        // as the store does: an item that says the same is the same object
        known = next.map(each => known.find(old => old.key === each.key && old.text === each.text) ?? each)
        list.update(known)
        expect([...parent.children].map(node => node.textContent)).toEqual(known.map(each => each.text))
      }
    }),
    { numRuns: 300 },
  )
})
