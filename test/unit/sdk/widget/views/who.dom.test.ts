import { expect, test } from 'vitest'
import { applyEvent } from '../../../../../sdk/protocol/apply-event.ts'
import type { Message, User } from '../../../../../sdk/protocol/records.ts'
import { createAvatar } from '../../../../../sdk/widget/views/avatar.ts'
import { nameHue } from '../../../../../sdk/widget/views/name-hue.ts'
import { me, message } from '../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { type GalleryState, STATES } from '../../../../support/gallery/states.ts'

const guest: User = { id: 'g:1', name: 'Grace', guest: true }
const account: User = { id: 'a:1', name: 'Grace' }
const gone: User = { id: 'a:2', name: '', deleted: true }

const state = (users: readonly User[], accounts: boolean): GalleryState => ({
  ...STATES.busy,
  people: { ...STATES.busy.people, users },
  log: { ...STATES.busy.log, items: users.map((user, i) => message(user, i, 'hello')) },
  chrome: { ...STATES.busy.chrome, accounts },
})

test('[VW221] a guest is marked where people can have accounts, in the words of the row, too, and nowhere else', () => {
  const { shell, all, one } = mount(state([guest, account], false))
  const labels = () => all('[part~=message]').map(row => row.getAttribute('aria-label')?.split(',')[0])
  const marks = (part: string) => all(`[part~=${part}]`).map(row => row.textContent?.includes(strings.guest))
  expect([labels(), one('[part=chat]').hasAttribute('data-accounts')]).toEqual([['Grace', 'Grace'], false])
  shell.update(state([guest, account], true))
  expect(one('[part=chat]').hasAttribute('data-accounts')).toBe(true)
  expect(labels()).toEqual([`Grace (${strings.guest})`, 'Grace'])
  expect(marks('message')).toEqual([true, false])
  expect(
    all('[part=person]').map(row => [...row.children].filter(each => !each.hasAttribute('hidden')).length),
  ).toEqual([3, 2])
})

test('[VW222] a hue is of the id, and before a login of the name', () => {
  const hue = (face: { id?: string; name: string }) => {
    const avatar = createAvatar()
    avatar.update(face)
    return avatar.node.getAttribute('style')
  }
  expect(hue(guest)).toContain(`${nameHue('g:1')}`)
  expect(hue(guest)).not.toBe(hue(account))
  expect(hue({ name: 'Grace' })).toContain(`${nameHue('Grace')}`)
})

test('[VW223] who deleted their account is named so at a message, in a quote, in the roster and in reactions', () => {
  const said = { emoji: '🎉', count: 1, users: [gone] }
  const quote = { messageId: 'm', target: 1, user: gone, text: 'old' }
  const now = state([gone], true)
  const items = [message(gone, 0, 'one', { reactions: [said] }), message(me, 1, 'two', { replyTo: quote })]
  const { all, one } = mount({ ...now, log: { ...now.log, items } })
  const name = strings.nameOf(gone)
  expect(name).not.toBe('')
  expect([one('[part=name]').textContent, one('[part=person-name]').textContent]).toEqual([name, name])
  expect(one('[part=quote]').textContent).toContain(name)
  expect(one('[part=reaction]').getAttribute('aria-description')).toBe(name)
  expect(
    all('[part~=message]').every(row => row.getAttribute('aria-label')?.includes(name) || row.matches('[part~=own]')),
  ).toBe(true)
  expect(strings.notice([gone], [])).toContain(name)
})

test('[VW227] who deletes their account while others read loses the name there too, at their message and in its quote', () => {
  const before = message(account, 0, 'one')
  const answer = { ...message(me, 1, 'two'), replyTo: { messageId: 'm0', target: 1, user: account, text: 'one' } }
  const event = {
    type: 'message_deleted',
    room: 'lobby',
    seq: 9,
    id: 'e9',
    cid: 'c9',
    sentAt: 9,
    messageId: 'm0',
    target: 1,
    by: 'author',
  } as const
  const after = (user: User) =>
    [{ ...before, id: 'm0', rev: 0 }, answer].map(each => applyEvent(each as unknown as Message, { ...event, user }))
  const [row, quoting] = after(gone)
  expect([row?.user, quoting?.replyTo?.user]).toEqual([
    { id: account.id, name: '', deleted: true },
    { id: account.id, name: '', deleted: true },
  ])
  const [kept, quote] = after(account)
  expect([kept?.user, quote?.replyTo?.user]).toEqual([account, account])
})

test('[VW224] a picture lies over the drawn face, and the face is seen where it fails or may not be', () => {
  const { node, update } = createAvatar()
  const src = 'https://img.example/a.png'
  update({ ...account, picture: src })
  const picture = node.querySelector('img')
  expect([picture?.src, picture?.referrerPolicy, picture?.alt, node.textContent]).toEqual([src, 'no-referrer', '', 'G'])
  update({ ...account, picture: src })
  expect(node.querySelector('img')).toBe(picture)
  picture?.dispatchEvent(new Event('error'))
  expect([node.querySelector('img'), node.textContent]).toEqual([null, 'G'])
  for (const other of ['http://img.example/a.png', 'data:image/png;base64,x', undefined]) {
    update({ ...account, picture: other })
    expect(node.querySelector('img')).toBe(null)
  }
})

test('[VW225] where the reader may not write the composer says so; what is not known is offered', () => {
  const { shell, one } = mount('busy')
  const field = one<HTMLTextAreaElement>('textarea')
  expect([field.disabled, field.placeholder]).toEqual([false, strings.composer('#lobby')])
  for (const role of ['guest', 'user'] as const) {
    shell.update({ ...STATES.busy, rights: { role, can: new Set(['react']) } })
    expect([field.disabled, field.placeholder]).toEqual([true, strings.readOnly(role === 'guest')])
  }
  shell.update({ ...STATES.busy, rights: { role: 'guest', can: new Set(['send']) } })
  expect(field.disabled).toBe(false)
})
