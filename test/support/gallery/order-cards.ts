import type { Moderation, Room } from '../../../sdk/client/types.ts'
import { ChatError } from '../../../sdk/lib/chat-error.ts'
import type { AuditEntry, HeldMessage, OwnHeld, Report } from '../../../sdk/protocol/moderation.ts'
import type { Action, Sanction, SanctionKind } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { RoomStore } from '../../../sdk/store/room-store.ts'
import { showAppeal } from '../../../sdk/widget/features/moderation/appeal-dialog.ts'
import { createDesk, type Desk } from '../../../sdk/widget/features/moderation/desk.ts'
import { extendMenu } from '../../../sdk/widget/features/moderation/extend-menu.ts'
import { extendPeople } from '../../../sdk/widget/features/moderation/extend-people.ts'
import { showMessages } from '../../../sdk/widget/features/moderation/messages-by.ts'
import type { ModerationHost } from '../../../sdk/widget/features/moderation/moderation-host.ts'
import type { OrderTab } from '../../../sdk/widget/features/moderation/order-acts.ts'
import { showOrder } from '../../../sdk/widget/features/moderation/order-sheet.ts'
import { createOwnPart } from '../../../sdk/widget/features/moderation/own-part.ts'
import { showPerson } from '../../../sdk/widget/features/moderation/person-card.ts'
import { showReport } from '../../../sdk/widget/features/moderation/report-dialog.ts'
import { showSanction } from '../../../sdk/widget/features/moderation/sanction-dialog.ts'
import { openSheet } from '../../../sdk/widget/features/sheet/sheet.ts'
import { message, NOON } from './cast.ts'
import type { GalleryState } from './states.ts'

/** What a state of the screen has beside the views. */
interface Place {
  root: ShadowRoot
  panel: HTMLElement
  state: GalleryState
}
type OpenCard = (place: Place) => void
/** What the state has of its own. */
export type CardState = Partial<Pick<GalleryState, 'info' | 'rights' | 'refused'>> & { people?: readonly User[] }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = NOON + 15 * MINUTE
const nothing = () => {}
const person = (name: string, guest = false): User => ({
  id: `${guest ? 'g' : 'a'}:${name}`,
  name,
  ...(guest && { guest }),
})
const ada = person('Ada Lovelace')
const linus = person('Linus')
const troll = person('Cheap Watches', true)
const LONG = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenha'
const WORDY = 'Everything that has to be said about the move to the new house, and then some more'
const ARABIC = 'غرفة المطالعة والنقاش المفتوح للجميع كل يوم خميس مساءً في المكتبة'
const odd = [person(LONG, true), person('ليلى بنت عبد الرحمن')]

const at = (user: User, text: string, ago: number) => {
  const { seq, cid } = message(user, 0, text)
  return { room: 'lobby', seq, cid, id: cid, user, text, sentAt: NOW - ago * MINUTE }
}

const REPORTS: readonly Report[] = [
  {
    report: 'r1',
    message: at(troll, 'Best watches, best prices. Only today: https://watches.example', 6),
    by: ada,
    category: 'spam',
    note: 'The third one today.',
    at: NOW - 4 * MINUTE,
  },
  {
    report: 'r2',
    by: linus,
    category: 'other',
    note: 'I was quoting somebody. I am sorry.',
    at: NOW - MINUTE,
    appeal: { user: linus, kind: 'mute' },
  },
  { report: 'r3', by: linus, category: 'abuse', at: NOW - 30 * HOUR },
]
const HELD: readonly HeldMessage[] = [
  { hold: 'h1', user: troll, text: 'Hello, I am new here. What is this about?', rule: 'first', at: NOW - 9 * MINUTE },
  {
    hold: 'h2',
    user: linus,
    text: 'See http://example.com/a and http://example.com/b',
    rule: 'links',
    at: NOW - 3 * MINUTE,
  },
]
const laid = (user: User, kind: SanctionKind, until: number | undefined, reason?: string): AuditEntry => ({
  at: NOW - 8 * MINUTE,
  by: ada,
  action: 'sanction',
  target: { user, kind, until },
  reason,
})
const AUDIT: readonly AuditEntry[] = [
  laid(linus, 'mute', NOW + 52 * MINUTE, 'Shouting at people'),
  laid(troll, 'ban', undefined, 'Spam'),
  { at: NOW - 20 * MINUTE, by: ada, action: 'resolve', target: { user: linus, approved: true } },
  { at: NOW - 2 * HOUR, by: linus, action: 'delete_message', target: { messageId: 'x' } },
  { at: NOW - 26 * HOUR, by: ada, action: 'lift', target: { user: linus, kind: 'ban' } },
  { at: NOW - 27 * HOUR, by: ada, action: 'change_room', target: { changes: { slowMs: 1 } } },
]
const ODD: readonly AuditEntry[] = odd.map(user => laid(user, 'mute', undefined, `${WORDY} ${LONG} ${ARABIC}`))
const ODD_REPORTS: readonly Report[] = odd.map((user, n) => ({
  report: `o${n}`,
  message: at(user, `${ARABIC}\n${LONG.repeat(3)}`, 6),
  by: user,
  category: 'abuse',
  note: `${ARABIC} ${LONG}`,
  at: NOW,
}))

interface Of {
  role?: 'moderator' | 'owner' | 'admin'
  reports?: readonly Report[]
  held?: readonly HeldMessage[]
  audit?: readonly AuditEntry[]
  error?: ChatError
}

/** A room in which somebody keeps order, and the host of it. */
function deskOf({ root, state }: Place, of: Of = {}): Desk {
  const { role = 'moderator', reports = REPORTS, held = HELD, audit = AUDIT, error } = of
  const answer = async <T>(value: T) => {
    if (error) throw error
    return value
  }
  const moderation = {
    reports: () => answer({ reports: [...reports] }),
    held: () => answer({ held: [...held] }),
    audit: () => answer({ entries: [...audit], next: audit.length > 4 ? 'more' : undefined }),
    messagesBy: () =>
      answer({
        messages: [at(troll, 'Best watches', 6), at(troll, `${WORDY}. ${WORDY}.`, 90), at(troll, LONG, 3_000)],
        next: 4,
      }),
  } as unknown as Moderation
  const info = { ...state.info, queue: { reports: reports.length, held: held.length } }
  const host: ModerationHost = {
    root,
    clock: { now: () => NOW, after: () => nothing },
    openSheet,
    server: () => '',
    lang: () => 'en-GB',
    client: () => ({ moderation: async () => moderation }) as never,
    shown: () => undefined,
    note: () => ({}),
    keep: nothing,
    toMessage: nothing,
    draw: nothing,
    closed: nothing,
    say: nothing,
    emit: () => undefined,
  }
  return createDesk(host, { name: 'lobby', role, info } as unknown as Room)
}

const order =
  (tab: OrderTab, of: Of = {}): OpenCard =>
  place => {
    const desk = deskOf(place, of)
    const menu = place.root.querySelector<HTMLElement>('[part=menu]')
    if (menu) extendMenu(menu, 5, nothing)
    showOrder(openSheet(place.panel, nothing), desk, { sanction: nothing, messages: nothing, goTo: nothing }, tab)
  }

const sanction =
  (user: User, kind: SanctionKind, of: Of = {}, press: readonly string[] = []): OpenCard =>
  place => {
    showSanction(openSheet(place.panel, nothing), deskOf(place, of), { user, kind, done: nothing, cancel: nothing })
    for (const id of press) place.panel.querySelector<HTMLElement>(`#${id}`)?.click()
  }

/** What somebody sees of what was laid on them, and of what waits. */
const own =
  (rejected: readonly OwnHeld[] = []): OpenCard =>
  place => {
    const desk = deskOf(place)
    const store = { view: place.state, room: desk.room } as unknown as RoomStore
    const part = createOwnPart(desk.host, nothing)
    part.look(store, desk)
    for (const each of rejected) part.ended(store, each, 'rejected')
  }

const sanctions = (...all: readonly Sanction[]): CardState => ({ info: { sanctions: [...all] } })
const silent: CardState = { rights: { role: 'guest', can: new Set<Action>() } }
const out = (kind: SanctionKind, until: number | undefined, reason?: string): CardState => ({
  ...sanctions({ kind, until, reason }),
  refused: new ChatError('banned', reason ?? 'You are not in this room any more.'),
})
const waiting = (text: string, hold = text): OwnHeld => ({ hold, cid: hold, text, at: NOW })
const RULES = 'Please read the rules of this room before you write here again.'

/** Each by the name of its state: what it has of its own, and what lies over it. */
export const ORDER_CARDS = {
  'order-reports': [{}, order('reports')],
  'order-reports-long': [{}, order('reports', { reports: ODD_REPORTS })],
  'order-held': [{}, order('held')],
  'order-people': [{}, order('people')],
  'order-people-long': [{}, order('people', { audit: ODD })],
  'order-log': [{}, order('log')],
  'order-empty': [{}, order('reports', { reports: [], held: [] })],
  'order-failed': [{}, order('held', { error: new ChatError('network', 'The connection broke.') })],
  'order-rtl': [{}, order('reports', { reports: [...REPORTS, ...ODD_REPORTS] })],
  'order-mute': [{}, sanction(linus, 'mute')],
  'order-warn': [{}, sanction(linus, 'warn')],
  'order-ban-guest': [{}, sanction(troll, 'ban', { role: 'admin' }, ['order-address'])],
  'order-person': [
    { people: [linus, troll, ada] },
    place => {
      const acts = { sanction: nothing, messages: nothing }
      extendPeople(place.root, [linus, troll], nothing)
      showPerson(openSheet(place.panel, nothing), deskOf(place), linus, acts)
    },
  ],
  'order-list': [
    { people: [linus, troll, person(LONG)] },
    ({ root }) => extendPeople(root, [linus, troll, person(LONG)], nothing),
  ],
  'order-messages': [{}, place => showMessages(openSheet(place.panel, nothing), deskOf(place), troll, nothing)],
  'order-report': [
    {},
    place => showReport(openSheet(place.panel, nothing), deskOf(place), message(troll, 1, 'Best watches')),
  ],
  'order-appeal': [{}, place => showAppeal(openSheet(place.panel, nothing), deskOf(place), 'mute', nothing)],
  'own-held': [
    { info: { held: [waiting('Is this the right place for questions about the loom?'), waiting('🎉')] } },
    own(),
  ],
  'own-rejected': [
    { info: { held: [waiting('And one more')] } },
    own([waiting('You would not believe what they did at https://example.com/news')]),
  ],
  'own-muted': [{ ...silent, ...sanctions({ kind: 'mute', until: NOW + 9 * MINUTE, reason: RULES }) }, own()],
  'own-muted-rtl': [{ ...silent, ...sanctions({ kind: 'mute', until: NOW + 50 * HOUR, reason: ARABIC }) }, own()],
  'own-warned': [sanctions({ kind: 'warn', until: NOW + 50 * HOUR, reason: `${RULES} ${LONG}` }), own()],
  'own-banned': [out('ban', NOW + 26 * HOUR, 'Spam, after two warnings'), own()],
  'own-banned-bare': [
    { refused: new ChatError('banned', 'You may not be in this room: Spam.', { retryAfterMs: 26 * HOUR }) },
    own(),
  ],
  'own-kicked': [out('kick', NOW + MINUTE), own()],
  'own-back': [out('kick', NOW - MINUTE), own()],
} satisfies Record<string, readonly [CardState, OpenCard]>

export type OrderCard = keyof typeof ORDER_CARDS

/** What keeps order in a state, if it is about that. */
export function openOrderCard(name: string, place: Place): void {
  if (Object.hasOwn(ORDER_CARDS, name)) ORDER_CARDS[name as OrderCard][1](place)
}
