import { expect, test, vi } from 'vitest'
import { ChatError } from '../../../../../../sdk/lib/chat-error.ts'
import type { Filters } from '../../../../../../sdk/protocol/filters.ts'
import type { Desk } from '../../../../../../sdk/widget/features/moderation/desk.ts'
import { createFilters } from '../../../../../../sdk/widget/features/moderation/filters-form.ts'
import { words } from '../../../../../../sdk/widget/features/moderation/moderator-words.ts'
import { settle } from '../../../../../support/virtual-clock.ts'

async function form(filters: Filters, server = false) {
  const setFilters = vi.fn(async (_room: string, _filters: Filters) => {})
  const asked = { filters: async () => ({ filters, server }), setFilters }
  const desk = { room: { name: 'tea' }, ask: async () => asked } as unknown as Desk
  const [node] = createFilters(desk)
  if (!node) throw new Error('nothing is shown')
  document.body.append(node)
  await settle()
  const field = (id: string) => node.querySelector(`#filter-${id}`) as HTMLInputElement
  const save = async () => {
    node.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    return node.querySelector('[role=status]')?.textContent
  }
  return { node, field, save, setFilters }
}

const ALL: Filters = {
  words: [
    { term: 'darn', action: 'block' },
    { term: 'heck*', action: 'hold' },
    { term: '*fudge*', action: 'report' },
  ],
  allow: ['fudgel'],
  links: { mode: 'allow', hosts: ['example.com'], action: 'hold' },
  floods: { same: 3, letters: 70, action: 'report' },
  hold: 'first',
  below: 'member',
}

test('[MD181] what is set is shown, and saved as it was where nothing is changed', async () => {
  const { field, save, setFilters, node } = await form(ALL, true)
  expect(node.textContent).toContain(words.serverFilters)
  expect([field('block').value, field('hold').value, field('links').value]).toEqual(['darn', 'first', 'allow'])
  expect(await save()).toBe(words.filtersSaved)
  expect(setFilters).toHaveBeenCalledWith('tea', ALL)
})

test('[MD181] what is left empty is no filter, and each line is one word', async () => {
  const { field, save, setFilters } = await form({})
  await save()
  expect(setFilters).toHaveBeenLastCalledWith('tea', {})
  field('block').value = ' one \n\n two three '
  field('links').value = 'none'
  field('same').value = '2'
  await save()
  expect(setFilters).toHaveBeenLastCalledWith('tea', {
    words: [
      { term: 'one', action: 'block' },
      { term: 'two three', action: 'block' },
    ],
    links: { mode: 'none', action: 'block' },
    floods: { same: 2, action: 'block' },
  })
})

test('[MD181] what the server names as wrong is said', async () => {
  const { save, setFilters } = await form({})
  setFilters.mockRejectedValueOnce(new ChatError('bad_request', 'The word 3 is only a star.'))
  expect(await save()).toBe('The word 3 is only a star.')
})
