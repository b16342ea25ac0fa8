import type { ChatError } from '../../../lib/chat-error.ts'
import { formats } from '../../i18n/formats.ts'
import { ghost, unseen } from '../../styles/base.css.ts'
import * as field from '../../styles/login.css.ts'
import { createAvatar } from '../../views/avatar.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { keyed } from '../../views/keyed.ts'
import { plainOf } from '../../views/later.ts'
import type { View } from '../../views/view.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { RoomList } from './room-list.ts'
import type { RoomRow } from './room-row.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** With more rooms than this they can be searched. */
const FEW = 6

export interface ListActs {
  /** ms since the Unix epoch. */
  now(): number
  lang(): string | undefined
  go(room: string): void
  answer(room: string, accept: boolean): Promise<void>
  about(): void
  /** Undefined: nobody makes rooms here. */
  create: (() => void) | undefined
}

/** Shows the rooms of the reader. Returns what draws them anew. */
export function showRooms(
  sheet: Sheet,
  list: Pick<RoomList, 'rows' | 'error' | 'loading'>,
  acts: ListActs,
): () => void {
  const time = formats(acts.lang()).date({ timeStyle: 'short' })
  const date = formats(acts.lang()).date({ dateStyle: 'short' })
  const search = el('input', field.input, {
    type: 'search',
    'aria-label': words.find,
    placeholder: words.find,
    dir: 'auto',
  })
  const state = el('p', css.says, { role: 'status' })
  const rooms = el('ul', css.list, { role: 'list' })
  const about = button(`${ghost} ${css.act}`, {}, acts.about, words.about)
  const create = acts.create && button(`${ghost} ${css.act}`, {}, acts.create, words.create)
  const foot = el('div', css.acts, {}, about, ...(create ? [create] : []))
  const rows = keyed<RoomRow>(rooms, row => `${row.room} ${row.invited}`, create_)

  function create_({ invited }: RoomRow): View<RoomRow> {
    return invited ? invitation(acts) : roomRow(acts, at => (isSameDay(at, acts.now()) ? time(at) : date(at)))
  }

  function update(): void {
    const all = list.rows
    const wanted = search.value.trim().toLocaleLowerCase()
    const found = all.filter(({ title }) => title.toLocaleLowerCase().includes(wanted))
    attr(search, 'hidden', all.length <= FEW && !wanted)
    rows.update(found)
    say(state, list.error ? words.error(list.error) : saysNothing(all, found, list.loading))
    attr(state, 'hidden', !state.textContent)
  }

  search.addEventListener('input', update)
  update()
  const first = rooms.querySelector<HTMLElement>('button') ?? about
  sheet.show(words.rooms, [search, state, rooms, foot], first)
  return update
}

function saysNothing(all: readonly RoomRow[], found: readonly RoomRow[], loading: boolean): string {
  if (all.every(({ shown }) => shown)) return loading ? words.loading : words.none
  return found.length > 0 ? '' : words.noneFound
}

function isSameDay(at: number, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString()
}

function face(row: RoomRow): HTMLElement {
  if (!row.peer) return el('span', css.sign, { 'aria-hidden': 'true' }, '#')
  const avatar = createAvatar()
  avatar.update(row.peer)
  return avatar.node
}

function roomRow(acts: ListActs, when: (at: number) => string): View<RoomRow> {
  let room = ''
  let shown = false
  const name = el('bdi', css.name)
  const last = el('span', css.quiet, { dir: 'auto' })
  const at = el('span', css.quiet)
  const number = el('bdi', css.number, { 'aria-hidden': 'true' })
  // for who does not see the number
  const news = el('span', unseen)
  const press = button(
    css.row,
    { part: 'room-row' },
    () => acts.go(room),
    el('span', css.column, {}, name, news, last),
    el('span', css.end, {}, at, number),
  )
  const node = el('li', '', {}, press)
  return {
    node,
    update(row) {
      room = row.room
      shown = row.shown
      if (press.childElementCount < 3) press.prepend(face(row))
      say(name, row.title)
      say(last, wordsOf(row))
      say(at, row.last ? when(row.last.sentAt) : '')
      say(number, row.unread > 99 ? '99+' : `${row.mentions > 0 ? '@ ' : ''}${row.unread}`)
      attr(number, 'hidden', row.unread <= 0)
      attr(press, 'aria-current', shown && 'true')
      const says = [words.news(row.unread, row.mentions), shown ? words.here : ''].filter(Boolean).join(', ')
      say(news, says && `, ${says}. `)
    },
  }
}

function wordsOf({ last, shown, peer }: RoomRow): string {
  if (!last) return shown ? words.here : ''
  if (last.deleted) return words.deleted
  const text = plainOf(last.text).slice(0, 200)
  return peer ? text : words.wrote(last.user.name, text)
}

function invitation(acts: ListActs): View<RoomRow> {
  let room = ''
  const name = el('bdi', css.name)
  const problem = el('span', css.quiet, { role: 'status' })
  const say_ = (accept: boolean) => () => {
    acts.answer(room, accept).catch((error: ChatError) => say(problem, words.error(error)))
  }
  const join = button(`${ghost} ${css.act}`, {}, say_(true), words.join)
  const decline = button(ghost, {}, say_(false), words.decline)
  const node = el(
    'li',
    css.invited,
    {},
    el('span', css.sign, { 'aria-hidden': 'true' }, '#'),
    el('span', css.column, {}, name, el('span', css.quiet, {}, words.invited), problem),
    el('span', css.answers, {}, join, decline),
  )
  return {
    node,
    update(row) {
      room = row.room
      say(name, row.title)
      attr(join, 'aria-label', words.joinRoom(row.title))
      attr(decline, 'aria-label', words.declineRoom(row.title))
    },
  }
}
