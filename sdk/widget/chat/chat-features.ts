import type { ChatError } from '../../lib/chat-error.ts'
import type { RoomStore } from '../../store/room-store.ts'
import type { Announcer } from '../behaviors/announcer.ts'
import { focusedIn } from '../behaviors/behavior.ts'
import type { BeforeSend } from '../features/talk/before-send.ts'
import { isLeftOut } from '../features/talk/feature-names.ts'
import type { Note } from '../kept/notes.ts'
import type { ChatRefs, Emit, OrderIntent } from '../views/view.ts'
import { accountsOf } from './accounts-of.ts'
import type { ChatHost, ChatSettings } from './chat-host.ts'
import type { Conversation } from './conversation.ts'
import { Missed } from './missed.ts'
import { moderationOf } from './moderation-of.ts'
import { roomsOf } from './rooms-of.ts'
import { talkOf } from './talk-of.ts'

/** A chat, as what is loaded beside it sees it: its parts change. */
export interface FeatureHost {
  readonly host: ChatHost
  conversation(): Conversation
  settings(): ChatSettings
  refs(): ChatRefs | undefined
  announcer(): Announcer
  /** Shows another room, which is followed already. */
  go(store: RoomStore): void
  readonly act: Emit
}

/** What a chat may have beside its room, each loaded by itself where it is wanted. */
export interface Features {
  /** Called whenever something was drawn. */
  look(): void
  /** Somebody wants something to be done about a message, or who wrote it. */
  order(intent: OrderIntent): void
  /** Has what is about to be sent looked at; why it is not. `typed`: by a person, in the composer. */
  outgoing(message: BeforeSend, typed?: true): ChatError | undefined
  /** What is not read; undefined: nobody counts yet. */
  readonly missed: Missed | undefined
  stop(): void
}

export function chatFeatures(parts: FeatureHost): Features {
  const { host } = parts
  const client = () => parts.conversation().client
  const shared = {
    root: host.root,
    clock: host.clock,
    server: () => client()?.server ?? '',
    lang: () => parts.settings().lang,
    client,
    shown: () => parts.conversation().store,
    note: (room: string) => parts.conversation().noteOf(room),
    keep: (note: Note) => parts.conversation().keep(note),
    toMessage: (seq: number) => {
      parts.act({ type: 'show', seq })
    },
    closed: () => {
      if (!focusedIn(host.root)) host.focus()
    },
    say: (text: string, urgent?: boolean) => parts.announcer().say(text, urgent),
  }
  const missed = new Missed({
    ...shared,
    chrome: host.chrome,
    keep: (room, note) => parts.conversation().keep(note, room),
    changed: (unread, mentions) => {
      host.change({ unread, mentions })
      host.fire('chat-unread', unread)
    },
    mentioned: detail => host.fire('chat-mention', detail),
    counted: () => host.draws.requestLater(),
  })
  const accounts = accountsOf({
    ...shared,
    site: () => parts.settings().site !== '',
    token: () => parts.conversation().token(),
    begin: login => parts.conversation().begin(login),
    keepName: keep => parts.conversation().keepName(keep),
    offered: accounts => host.change({ accounts }),
  })
  const rooms = roomsOf({
    ...shared,
    follow: room => parts.conversation().follow(room, parts.settings().lang),
    leave: store => parts.conversation().leaving.leave(store),
    hold: follows => {
      parts.conversation().follows = follows
    },
    enter: () => {
      if (!matchMedia('(pointer: coarse)').matches) host.focus()
      else host.root.querySelector<HTMLElement>('[part=header]')?.focus({ preventScroll: true })
    },
    home: () => parts.settings().room,
    listed: () => parts.settings().rooms.match(/[^\s,]+/g) ?? [],
    go: parts.go,
    unread: store => missed.of(store),
    elsewhere: counts => missed.tell(counts),
  })
  const moderation = moderationOf({
    ...shared,
    draw: () => host.draws.request(),
    emit: parts.act,
  })
  const talk = talkOf({
    ...shared,
    view: () => parts.conversation().view,
    refs: parts.refs,
    chrome: host.chrome,
    missed,
    storage: () => parts.settings().storage,
    open: () => host.open(true),
    go: rooms.go,
    off: name => isLeftOut(parts.settings().without, name),
    draw: () => host.draws.request(),
    emit: parts.act,
  })
  const all = [missed, talk, accounts, rooms, moderation]
  return {
    look() {
      // A closed panel has no more than what tells of something new
      for (const each of host.chrome().open ? all : all.slice(0, 2)) each.look()
    },
    missed,
    order: moderation.order,
    outgoing: talk.outgoing,
    stop() {
      for (const each of all) each.stop()
    },
  }
}
