import type { ChatError } from '../../../lib/chat-error.ts'
import { type Action, MEMBER_ROLES, type MemberRole } from '../../../protocol/policy.ts'
import type { RoomMember, User } from '../../../protocol/records.ts'
import { isAccount } from '../../../protocol/user-of.ts'
import { ghost } from '../../styles/base.css.ts'
import { createAvatar } from '../../views/avatar.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { createBlock } from './block.ts'
import { createChangeRoom } from './change-room.ts'
import { BACK } from './icons.ts'
import type { RoomPage } from './room-page.ts'
import { titleOf } from './room-row.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** Shows what a room is, who belongs to it, and what one may do about that. */
export function showRoom(sheet: Sheet, page: RoomPage): void {
  const { store, me } = page
  const { room } = store
  const { info } = room
  const title = titleOf(room.name, info)
  const back = button(`${ghost} ${css.back}`, { 'aria-label': words.back }, page.back, icon(BACK), words.rooms)
  const { refused } = store.view
  const says = [
    info.topic ?? '',
    refused ? words.error(refused) : words.kindSays[info.kind ?? 'open'],
    info.locked ? words.lockedSays : '',
    room.can && store.view.rights.slowMs ? words.slowSays(Math.ceil(store.view.rights.slowMs / 1_000)) : '',
  ]
  const lines = says.filter(Boolean).map(text => el('p', css.says, {}, text))
  const parts: HTMLElement[] = [el('div', css.part, {}, back, ...lines)]
  const state = el('p', css.says, { role: 'status' }, words.loading)
  if (info.peer) parts.push(...createBlock(info.peer, page.directory).nodes)
  else if (!refused && info.kind !== 'direct') parts.push(createMembers(page, state))
  if (room.can?.has('invite' as Action)) parts.push(createInvite(page))
  if (room.can?.has('change' as Action)) parts.push(createChangeRoom(page))
  if (me && isAccount(me.id) && info.kind !== 'direct' && MEMBER_ROLES.some(role => role === room.role))
    parts.push(createLeave(page))
  sheet.show(title, parts, back)
}

function createMembers(page: RoomPage, state: HTMLElement): HTMLElement {
  const { store, me } = page
  const owner = store.room.role === 'owner' || store.room.role === 'admin'
  const list = el('ul', css.list, { role: 'list' })
  const heading = el('div', css.heading, { role: 'heading', 'aria-level': 3 }, words.people)
  const more = button(ghost, { hidden: true }, () => void load(), words.more)
  let next: string | undefined

  function row({ user, role }: RoomMember): HTMLElement {
    const name = user.name
    const item = person(user, owner && user.id !== me?.id ? '' : words.roles[role])
    if (!owner || user.id === me?.id) return item
    const choice = el('select', css.narrow, { 'aria-label': words.roleOf(name) })
    for (const each of MEMBER_ROLES) choice.append(el('option', '', { value: each }, words.roles[each]))
    choice.append(el('option', '', { value: 'none' }, words.out))
    choice.value = role
    let before: string = role
    choice.addEventListener('change', async () => {
      const wanted = choice.value as MemberRole | 'none'
      try {
        await (await page.directory()).setRole(store.room.name, user.id, wanted)
        before = wanted
        tell(words.roleChanged(name, wanted))
        if (wanted === 'none') {
          heading.tabIndex = -1
          heading.focus()
          detach(item)
        }
      } catch (error) {
        choice.value = before
        tell(words.error(error as ChatError))
      }
    })
    item.append(choice)
    return item
  }

  function tell(text: string): void {
    say(state, text)
    attr(state, 'hidden', !text)
  }

  async function load(): Promise<void> {
    try {
      const answer = await (await page.directory()).members(store.room.name, next)
      list.append(...answer.members.map(row))
      next = answer.next
      attr(more, 'hidden', next === undefined)
      say(more, words.more)
      tell(list.childElementCount > 0 ? '' : words.nobody)
    } catch (error) {
      tell(words.error(error as ChatError))
      say(more, words.again)
      attr(more, 'hidden', false)
    }
  }

  void load()
  return el('div', css.part, {}, heading, state, list, more)
}

function createInvite(page: RoomPage): HTMLElement {
  const list = el('ul', css.list, { role: 'list' })
  const says = el('p', css.says, { role: 'status' }, words.inviteSays)
  const open = button(`${ghost} ${css.act}`, { 'aria-expanded': 'false' }, show, words.invite)
  const node = el('div', css.part, {}, open)

  function show(): void {
    const people = page.around().filter(({ id }) => isAccount(id) && id !== page.me?.id)
    say(says, people.length > 0 ? words.inviteSays : words.inviteNobody)
    list.replaceChildren(...people.map(row))
    attr(open, 'aria-expanded', 'true')
    node.append(says, list)
  }

  function row(user: User): HTMLElement {
    const press = button(`${ghost} ${css.act}`, { 'aria-label': words.inviteName(user.name) }, invite, words.inviteNow)
    const item = person(user, '')
    item.append(press)
    async function invite(): Promise<void> {
      try {
        await (await page.directory()).invite(page.store.room.name, user.id)
        say(says, words.inviteDone(user.name))
        attr(press, 'aria-disabled', 'true')
        attr(press, 'aria-label', `${words.inviteSent}: ${user.name}`)
        say(press, words.inviteSent)
      } catch (error) {
        say(says, words.error(error as ChatError))
      }
    }
    return item
  }

  return node
}

function createLeave(page: RoomPage): HTMLElement {
  const { room } = page.store
  const problem = el('p', css.says, { role: 'status', hidden: true })
  const node = el('div', css.part)
  const ask = button(`${ghost} ${css.danger}`, {}, () => question(), words.leave)
  node.append(el('div', css.acts, {}, ask))

  function question(): void {
    const leave = button(`${ghost} ${css.danger}`, {}, () => void go(), words.leaveNow)
    const stay = button(`${ghost} ${css.act}`, {}, close, words.stay)
    const says = room.info.kind === 'members' ? words.leaveSays : words.leaveOpenSays
    const heading = el('div', css.heading, { role: 'heading', 'aria-level': 3 }, words.leaveAsk)
    node.replaceChildren(heading, el('p', css.says, {}, says), problem, el('div', css.acts, {}, stay, leave))
    stay.focus()
  }

  function close(): void {
    node.replaceChildren(el('div', css.acts, {}, ask))
    ask.focus()
  }

  async function go(): Promise<void> {
    try {
      await (await page.directory()).setRole(room.name, page.me?.id ?? '', 'none')
      page.left()
      page.say(words.left)
    } catch (error) {
      say(problem, words.error(error as ChatError))
      attr(problem, 'hidden', false)
    }
  }

  return node
}

/** A line with a face, a name, and what is said of them. */
export function person(user: User, says: string): HTMLElement {
  const avatar = createAvatar()
  avatar.update(user)
  const column = el('span', css.column, {}, el('bdi', css.name, {}, user.name))
  if (says) column.append(el('span', css.quiet, {}, says))
  return el('li', css.person, {}, avatar.node, column)
}
