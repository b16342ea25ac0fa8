import { expect } from 'vitest'
// what the client asks of order is here at once
import '../../sdk/client/moderation-part.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { ClientStore } from '../../sdk/store/client-store.ts'
import { RoomStore } from '../../sdk/store/room-store.ts'
import type { MessageItem } from '../../sdk/store/view-model.ts'
import type { ModerationHost, OpenedModeration } from '../../sdk/widget/features/moderation/moderation-host.ts'
import { openModeration } from '../../sdk/widget/features/moderation/moderation-part.ts'
import '../../sdk/widget/features/moderation/moderator-part.ts'
import { openSheet } from '../../sdk/widget/features/sheet/sheet-part.ts'
import type { Note } from '../../sdk/widget/kept/notes.ts'
import type { OrderIntent } from '../../sdk/widget/views/view.ts'
import { connected, harness, joined } from './client-harness.ts'
import { mount } from './gallery/mount.ts'
import type { StateName } from './gallery/states.ts'
import { settle } from './virtual-clock.ts'

export const ME: User = { id: 'a:1', name: 'Ada' }
export const BEA: User = { id: 'a:2', name: 'Bea' }
export const GUS: User = { id: 'g:3', name: 'Gus', guest: true }

/** A message of somebody else, as a menu is about it. */
export function itemOf(user: User, text: string, seq = 7): MessageItem {
  const fixed = {
    kind: 'message',
    own: false,
    deleted: false,
    delivery: { status: 'sent' },
    first: true,
    last: true,
  } as const
  return { ...fixed, key: `m${seq}`, id: `m${seq}`, seq, cid: `x${seq}`, user, text, sentAt: 0 }
}

let before: OpenedModeration | undefined

/** Who is in `lobby`, over the real client and stores; the screen around it is the gallery's. `fields`: of the join. */
export async function orderRoom({ me = ME, fields = {} as object, screen = 'busy' as StateName, refused = '' } = {}) {
  before?.stop()
  const shown = mount(screen)
  // so that this DOM forgets what had the focus in the page before
  expect(document.activeElement).toBe(document.body)
  const kit = harness({ user: me })
  const client = new ClientStore({ client: kit.client, clock: kit.clock })
  const store = new RoomStore({ client, room: 'lobby', lang: 'en', clock: kit.clock })
  store.start()
  const said: string[] = []
  const went: number[] = []
  let note: Note = {}
  const host: ModerationHost = {
    root: shown.root,
    clock: kit.clock,
    openSheet,
    server: () => 'https://chat.example',
    lang: () => 'en-GB',
    client: () => kit.client,
    shown: () => store,
    note: () => note,
    keep(change) {
      note = { ...note, ...change }
    },
    toMessage: seq => went.push(seq),
    draw: () => {},
    closed: () => {},
    say: text => said.push(text),
    emit: () => undefined,
  }
  client.start(true)
  await settle()
  const socket = kit.sockets.last
  socket.open()
  const room = refused
    ? {
        room: 'lobby',
        error: { code: refused, message: 'You may not be in this room: Spam.', retryable: false, ...fields },
      }
    : joined({ can: ['send'], role: 'user', sanctions: [], held: [], ...fields })
  socket.ok('connect', { ...connected(), user: me, serverAt: kit.clock.now(), rooms: [room] })
  await settle()
  const part = openModeration(host)
  before = part

  /** Whatever waits for a turn is done, and drawn. */
  async function drawn(): Promise<void> {
    // a file that is loaded takes some turns
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(resolve => setTimeout(resolve))
      await settle()
    }
    part.look()
    await settle()
  }

  const visible = (node: Element) => !node.closest('[hidden]')
  const labelOf = (node: Element) => node.getAttribute('aria-label') ?? node.textContent ?? ''
  const within = () => shown.all('[role=dialog][aria-labelledby=sheet-title]')[0]
  const find = (text: string, root: ParentNode = within() ?? shown.root) =>
    [...root.querySelectorAll<HTMLElement>('button')].filter(visible).find(each => labelOf(each).startsWith(text))

  await drawn()
  return {
    ...kit,
    shown,
    store,
    socket,
    part,
    said,
    went,
    drawn,
    find,
    dialog: within,
    note: () => note,
    /** What a field of the card holds from now on. */
    fill(id: string, value: string | boolean): void {
      const field = shown.one<HTMLInputElement>(`#${id}`)
      if (typeof value === 'boolean') field.checked = value
      else field.value = value
      field.dispatchEvent(new Event('change', { bubbles: true }))
    },
    async submit(): Promise<void> {
      shown.one<HTMLFormElement>('[role=dialog] form').requestSubmit()
      await drawn()
    },
    async press(text: string, root?: ParentNode): Promise<void> {
      const found = find(text, root)
      if (!found)
        throw new Error(`No button says ${text}: ${shown.all('button').filter(visible).map(labelOf).join(' | ')}`)
      found.click()
      await drawn()
    },
    async answer(type: string, value: object = {}): Promise<void> {
      socket.ok(type, value)
      await drawn()
    },
    async hear(...frames: object[]): Promise<void> {
      socket.hear(...frames)
      await drawn()
    },
    async order(act: OrderIntent['act'], item: MessageItem): Promise<void> {
      part.order({ type: 'order', act, item })
      await drawn()
    },
  }
}
