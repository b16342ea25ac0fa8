import type { DraftRequest, Room } from '../../sdk/client/types.ts'
import type { RoomStore } from '../../sdk/store/room-store.ts'
import type { MessageItem } from '../../sdk/store/view-model.ts'
import type { World } from './world.ts'

type Broken = (what: string) => void

/** Holds what one tab shows of one room to what can be true at any time. */
export class ScreenJudge {
  readonly #world: World
  readonly #broken: Broken
  readonly #store: RoomStore
  /** By message, the last change of it that was shown. */
  readonly #revs = new Map<string, number>()

  constructor(world: World, store: RoomStore, broken: Broken) {
    this.#world = world
    this.#store = store
    this.#broken = broken
  }

  look(): void {
    const { disk } = this.#world
    const { room, view } = this.#store
    const seen = new Set<string>()
    const shown = new Map<string, MessageItem>()
    let last = 0
    for (const item of view.log.items) {
      if (item.kind !== 'message') continue
      const { text, delivery, id = '' } = item
      if (text !== '' && seen.has(text)) this.#broken(`shows ${text} twice`)
      seen.add(text)
      if (delivery.status !== 'sent') continue
      if (shown.has(id)) this.#broken(`shows ${id} twice`)
      shown.set(id, item)
      const stored = disk.message(id)
      if (!stored) {
        if (!disk.lost.has(id)) this.#broken(`shows ${text} as sent, which is not stored`)
        continue
      }
      if (stored.room !== room.name) this.#broken(`shows ${text} in ${room.name}`)
      if (stored.seq <= last && disk.lost.size === 0) this.#broken(`shows ${text} behind what is newer`)
      last = stored.seq
      this.#stands(item, id)
    }
    this.#people()
    this.#wishes(room, shown)
  }

  #stands(item: MessageItem, id: string): void {
    const { text, deleted, rev = 0, reactions = [] } = item
    const { ledger, disk } = this.#world
    if (deleted !== (text === '')) this.#broken(`shows ${id} with ${text}, deleted: ${deleted}`)
    const posted = ledger.byText(text)
    const of = posted?.request.type === 'edit_message' ? posted.request.messageId : disk.find(text)?.id
    if (!deleted && of !== id && disk.lost.size === 0) this.#broken(`shows ${text} in the place of ${id}`)
    if (rev < (this.#revs.get(id) ?? 0) && disk.lost.size === 0)
      this.#broken(`shows ${id} as of ${rev} after ${this.#revs.get(id)}`)
    this.#revs.set(id, rev)
    for (const { emoji, count, users, me } of reactions) {
      const ever = new Set(disk.reactors.get(`${id} ${emoji}`))
      if (me) ever.add(this.#store.view.me?.id ?? '')
      const named = new Set(users.map(user => user.id)).size
      // without an own one that is taken back, who comes after the third is not known
      const isNamed = named <= Math.min(3, count) && named >= Math.min(3, count) - 1
      if (count < 1 || named !== users.length || !isNamed || count > ever.size)
        this.#broken(`shows ${emoji} of ${count} at ${id}, of ${ever.size} who ever chose it and ${named} named`)
    }
  }

  /** What this person wants is shown at once, whatever comes from the server before it is granted. */
  #wishes(room: Room, shown: ReadonlyMap<string, MessageItem>): void {
    const me = this.#store.view.me?.id
    const wanted = new Map<string, DraftRequest>()
    for (const { request, state, user } of room.drafts) {
      if (state.status !== 'pending' || user !== me || !('messageId' in request)) continue
      const key = `${request.messageId} ${request.type} ${'emoji' in request ? request.emoji : ''}`
      wanted.set(key, request)
    }
    for (const request of wanted.values()) {
      const item = 'messageId' in request ? shown.get(request.messageId) : undefined
      if (!item) continue
      const isGone = item.deleted
      if (request.type === 'delete_message' && !isGone) this.#broken(`still shows ${item.text}, which is being deleted`)
      if (isGone) continue
      if (request.type === 'edit_message' && item.text !== request.text)
        this.#broken(`shows ${item.text} while ${request.text} is on its way`)
      if (request.type !== 'react') continue
      const mine = item.reactions?.some(({ emoji, me }) => emoji === request.emoji && me) ?? false
      if (mine !== request.on) this.#broken(`does not show that ${request.emoji} at ${item.id} is to be ${request.on}`)
    }
  }

  #people(): void {
    const { users, count } = this.#store.view.people
    if (new Set(users.map(({ id }) => id)).size !== users.length) this.#broken('shows a member twice')
    // who was a guest so shortly that nobody was told is asked about, as is what was lost on the way
    const shown = users.filter(({ id }) => !this.#world.disk.isGuestOfAccount(id)).length
    if (shown > count && this.#world.network.lost === 0)
      this.#broken(`shows ${users.length} members and counts ${count}`)
  }
}
