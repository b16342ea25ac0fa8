import { isOwn } from '../../../client/person.ts'
import type { Room } from '../../../client/types.ts'
import type { Message } from '../../../protocol/records.ts'
import type { Shelf } from '../../kept/shelf.ts'
import { plainOf } from '../../views/later.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { claim } from './claim.ts'
import { Desktop } from './desktop.ts'
import { plainText } from './plain-text.ts'
import { titleOf } from './room-title.ts'
import { isWanted, type Settings } from './settings.ts'
import { maySound, playSound } from './sound.ts'
import { words } from './words.ts'

/** A tab in which somebody looks at the room is first, in ms. */
const YIELD_MS = 250
/** What is told is not told again by another tab, in ms. */
const TOLD_MS = 10_000
/** From one sound to the next. */
const SOUND_MS = 3_000
/** Of more messages of a room in one second the first are told, and one for the others. */
const BURST = 5
/** What came during an absence is told at once. */
const GATHER_MS = 700

export interface SpeakerOptions {
  host: TalkHost
  settings(): Settings
  shelf: Shelf
}

interface News {
  room: string
  title: string
  body: string
  /** Of the newest message. */
  seq: number
  /** The message that `body` is the text of; left out: it is of none. */
  of?: { room: Room; id: string }
}

/** Says that something new came, once for all tabs and elements of a browser, to who does not see it anyway. */
export class Speaker {
  readonly #options: SpeakerOptions
  readonly #desktop: Desktop
  /** What came during an absence, by room. */
  readonly #missed = new Map<string, { room: Room; message: Message; count: number }>()
  /** How many messages of each room came in the second in which the last one did. */
  readonly #bursts = new Map<string, { second: number; count: number }>()
  #cancelGather: (() => void) | undefined
  #stopped = false

  constructor(options: SpeakerOptions) {
    this.#options = options
    this.#desktop = new Desktop(options.host.server())
  }

  /** A message of somebody else. `live`: not caught up after an absence. */
  message(room: Room, message: Message, live: boolean): void {
    if (!isWanted(this.#options.settings(), room.name, this.#names(message))) return
    if (!live) {
      const { count = 0 } = this.#missed.get(room.name) ?? {}
      this.#missed.set(room.name, { room, message, count: count + 1 })
      this.#cancelGather ??= this.#options.host.clock.after(GATHER_MS, () => this.#tellMissed())
      return
    }
    const name = message.user.name || words.someone
    const title = room.info.kind === 'direct' ? name : words.from(name, titleOf(room))
    const { id, seq } = message
    void this.#say({ room: room.name, title, body: this.#bodyOf(message), seq, of: { room, id } })
  }

  /** Something came in a room that is not followed here. */
  activity(room: string, seq: number, unread: number, mentions: number): void {
    if (unread === 0 || !isWanted(this.#options.settings(), room, mentions > 0)) return
    void this.#say({ room, title: titleOf({ name: room, info: {} }), body: words.many(unread), seq })
  }

  /** A message was deleted, or says something else by now: what the system shows of it goes. */
  changed(room: string, id: string): void {
    this.#desktop.close((name, message) => name === room && message === id)
  }

  /** What is read by now is told no more. */
  look(): void {
    const { missed } = this.#options.host
    this.#desktop.close(room => this.#isSeen(room) || missed.unreadIn(room) === 0)
  }

  stop(): void {
    this.#stopped = true
    this.#cancelGather?.()
    this.#desktop.close(() => true)
  }

  /** One word for all of it. */
  #tellMissed(): void {
    this.#cancelGather = undefined
    const missed = [...this.#missed.values()]
    this.#missed.clear()
    const last = missed.at(-1)
    if (!last) return
    const count = missed.reduce((sum, each) => sum + each.count, 0)
    const title = missed.map(({ room }) => titleOf(room)).join(', ')
    void this.#say({ room: last.room.name, title: plainText(title), body: words.many(count), seq: last.message.seq })
  }

  #bodyOf({ text }: Message): string {
    const { off } = this.#options.host
    return plainText(plainOf(text, { typed: () => off('formatting') })) || words.deleted
  }

  #names({ mentions = [] }: Message): boolean {
    const client = this.#options.host.client()
    return mentions.some(user => isOwn(user, client ?? {}))
  }

  #isSeen(room: string): boolean {
    const { missed, shown, chrome } = this.#options.host
    return missed.here && chrome().atEnd && shown()?.room.name === room
  }

  /** What all tabs call this news, by which one of them has it to tell; undefined: it is told with others of its second. */
  #nameOf({ room, seq }: News): string | undefined {
    const second = Math.floor(this.#options.host.clock.now() / 1_000)
    const before = this.#bursts.get(room)
    const count = before?.second === second ? before.count + 1 : 1
    this.#bursts.set(room, { second, count })
    if (count > BURST + 1) return undefined
    return count > BURST ? `at ${second}` : `${seq}`
  }

  async #say(news: News): Promise<void> {
    const { host, settings, shelf } = this.#options
    const { clock } = host
    const name = this.#nameOf(news)
    if (name === undefined) return
    const seen = this.#isSeen(news.room)
    if (!seen) await new Promise<void>(end => clock.after(YIELD_MS, end))
    if (this.#stopped) return
    const place = `${host.server()} ${news.room}`
    const isFirst = await claim(`told ${place} ${name}`, TOLD_MS, { clock, shelf })
    if (!isFirst || seen || this.#isSeen(news.room)) return
    // It may have been deleted or edited in the meantime
    const { of } = news
    const message = of?.room.message(of.id)
    if (message?.deleted) return
    const body = message ? this.#bodyOf(message) : news.body
    const { sound, desktop } = settings()
    if (desktop) this.#desktop.show(news.room, { ...news, body, message: of?.id, press: () => this.#go(news) })
    if (sound && maySound() && (await claim('sound', SOUND_MS, { clock, shelf }))) await playSound()
  }

  #go({ room, seq }: News): void {
    const { host } = this.#options
    host.open()
    if (host.shown()?.room.name !== room) host.go(room)
    const isLoaded = () => host.shown()?.view.log.items.some(item => item.kind === 'message' && item.seq === seq)
    // The panel is drawn first
    host.clock.after(100, () => {
      if (!this.#stopped && host.shown()?.room.name === room && isLoaded()) host.emit({ type: 'show', seq })
    })
  }
}
