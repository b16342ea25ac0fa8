import { ChatError } from '../../../sdk/lib/chat-error.ts'
import type { LogItem, ViewModel } from '../../../sdk/store/view-model.ts'
import { createPurpose } from '../../../sdk/widget/features/message-menu/purpose.ts'
import type { Chrome } from '../../../sdk/widget/views/view.ts'
import { ada, crowd, day, grace, grouped, linus, me, message, NOON, talk } from './cast.ts'
import { type CardState, ORDER_CARDS, type OrderCard } from './order-cards.ts'
import { ROOM_CARDS, type RoomCard } from './room-sheets.ts'

/** A state of the screen as the shell takes it. */
export type GalleryState = ViewModel & {
  chrome: Chrome
  /** Whose menu is open; `asks`: whether to delete it. */
  menu?: { key: string; asks?: boolean } | undefined
}

interface Change extends Partial<Omit<ViewModel, 'login' | 'people' | 'log' | 'composer'>> {
  login?: Partial<ViewModel['login']>
  people?: Partial<ViewModel['people']>
  log?: Partial<ViewModel['log']>
  composer?: Partial<ViewModel['composer']>
  chrome?: Partial<Chrome>
  menu?: GalleryState['menu']
}

const now = NOON + 15 * 60_000

/** A busy, healthy room, changed where it says. */
function state({ login, people, log, composer, chrome, ...rest }: Change = {}): GalleryState {
  return {
    screen: 'chat',
    room: 'lobby',
    me,
    connection: { status: 'online' },
    news: false,
    rights: { role: undefined, can: undefined },
    info: {},
    refused: undefined,
    typing: [],
    ...rest,
    login: { busy: false, error: undefined, name: '', ...login },
    people: { count: crowd.length, users: crowd, more: false, loading: false, ...people },
    log: { items: talk, older: 'none', newer: 'none', ready: true, ...log },
    composer: { enabled: true, queued: 0, failed: 0, limit: 4000, ...composer },
    chrome: {
      mode: 'page',
      open: true,
      drawer: false,
      unread: 0,
      mentions: 0,
      atEnd: true,
      newBelow: 0,
      now,
      heading: '',
      home: 'lobby',
      ...chrome,
    },
  }
}

/** A room with what a card about order has of its own. */
function ordered(name: OrderCard): GalleryState {
  const [card]: readonly [CardState, unknown] = ORDER_CARDS[name]
  const { people: users, ...own } = card
  const { refused } = own
  const log = refused ? { items: [], ready: false } : {}
  return state({ ...own, log, composer: { enabled: !refused }, people: users ? { users, count: users.length } : {} })
}

/** What the client says. */
const SAID = {
  origin_refused:
    'The chat server does not serve https://example.com. The site’s owner has to start it with --origins https://example.com.',
  removed: 'A moderator removed you from this chat.',
  server_gone:
    'No chat server answers at https://chat.example.com. The site’s owner has to check its address and the page’s Content-Security-Policy.',
  wrong_scheme:
    'This page is secure (https), its chat server http://chat.example.com is not. The site’s owner has to serve the chat by https.',
}
const lost = new ChatError('network', 'The connection broke.')
const closed = (code: keyof typeof SAID) => ({ status: 'closed', error: new ChatError(code, SAID[code]) }) as const
const sending = { status: 'sending' } as const
const failed = { status: 'failed', error: new ChatError('rate_limited', 'slow down', { retryAfterMs: 4000 }) } as const
const offered = { status: 'failed', error: new ChatError('unauthorized', 'Your session is over.') } as const
const unsent: LogItem[] = grouped([
  ...talk,
  message(me, 14, 'Are you all still there?', { delivery: sending }),
  message(me, 14, 'I seem to have lost you', { delivery: sending }),
])
const bubble = { mode: 'bubble' } as const
const long = { id: 'id-long', name: 'Wolfeschlegelsteinhausenbergerdo' }
const arabic = { id: 'id-ar', name: 'ليلى' }
const hebrew = { id: 'id-he', name: 'נועה' }

const quoted = message(grace, 1, 'Shall we meet on Thursday, or is that too soon for the people who come by train?')
const mine = message(me, 9, 'Then Thursday it is. I will bring the slides and a very long list of open questions.', {
  editedAt: NOON + 10 * 60_000,
  reactions: [
    { emoji: '👍', count: 12, users: [ada, grace, linus] },
    { emoji: '🎉', count: 1, me: true, users: [me] },
  ],
})
const answer = (to: typeof quoted, deleted?: true) => ({
  replyTo: { messageId: to.id ?? '', target: to.seq, user: to.user, text: deleted ? '' : to.text, deleted },
})
const conflict = new ChatError('conflict', 'This message was changed by somebody else meanwhile.')
/** What people do with messages. */
const changed: LogItem[] = grouped([
  day(NOON),
  message(linus, 0, 'Good morning', { reactions: [{ emoji: '👍', count: 2, me: true, users: [me, ada] }] }),
  quoted,
  message(ada, 3, 'Thursday is fine.', {
    ...answer(quoted),
    editedAt: NOON + 5 * 60_000,
    reactions: [
      { emoji: '❤️', count: 3, me: true, users: [grace, linus, me] },
      { emoji: '😂', count: 1, users: [linus] },
    ],
  }),
  message(ada, 4, '', { deleted: true, by: 'author' }),
  message(me, 5, 'Fine with me, too', answer(quoted, true)),
  message(me, 6, '', { deleted: true, by: 'moderator' }),
  message(linus, 8, '👍', answer(quoted)),
  mine,
])
const refusedEdit: LogItem[] = grouped([
  ...changed.slice(0, 4),
  message(me, 9, 'Then Thursday it is.', {
    edit: { cid: 'e1', text: 'Then Friday it is.', delivery: { status: 'failed', error: conflict } },
  }),
])

/** Every state that the look has to hold in, by name. */
export const STATES = {
  'first-paint': state({ screen: 'starting', me: undefined }),
  login: state({ screen: 'login', me: undefined }),
  'login-typed': state({ screen: 'login', me: undefined, login: { name: 'Ada Lovelace' } }),
  'login-error': state({
    screen: 'login',
    me: undefined,
    login: {
      name: 'Grace',
      error: new ChatError('username_taken', 'Someone has this name, or one that looks like it. Choose another name.'),
    },
  }),
  'login-origin': state({
    screen: 'login',
    me: undefined,
    login: { name: 'Grace', error: new ChatError('origin_refused', SAID.origin_refused) },
  }),
  'login-busy': state({ screen: 'login', me: undefined, login: { name: 'Grace', busy: true } }),
  connecting: state({
    screen: 'starting',
    connection: { status: 'connecting', attempt: 1, resuming: false },
    log: { items: [], ready: false },
    people: { count: 0, users: [] },
  }),
  empty: state({ log: { items: [] }, people: { count: 1, users: [me] } }),
  loading: state({ log: { items: [], ready: false } }),
  busy: state({ typing: [ada], log: { older: 'more' } }),
  'older-failed': state({ log: { items: talk.slice(0, 5), older: 'failed' } }),
  far: state({ log: { older: 'more', newer: 'loading' }, chrome: { atEnd: false, newBelow: 1_204 } }),
  'newer-failed': state({ log: { newer: 'failed' }, chrome: { atEnd: false } }),
  scrolled: state({ chrome: { atEnd: false, newBelow: 3 } }),
  sending: state({ log: { items: unsent } }),
  failed: state({
    log: {
      items: grouped([
        ...talk,
        message(me, 14, 'Tea is ready'),
        message(me, 14, 'And biscuits', { delivery: failed }),
        message(ada, 15, '', { deleted: true }),
      ]),
    },
  }),
  offline: state({
    connection: { status: 'waiting', attempt: 2, resuming: true, retryAt: now + 9000, offline: true, error: lost },
    composer: { queued: 2 },
    log: { items: unsent },
  }),
  reconnecting: state({
    connection: { status: 'waiting', attempt: 3, resuming: true, retryAt: now + 7000, offline: false, error: lost },
    composer: { queued: 1 },
  }),
  back: state({ news: 'reconnected' }),
  removed: state({ connection: closed('removed'), composer: { enabled: false } }),
  'origin-refused': state({
    connection: closed('origin_refused'),
    log: { items: [], ready: false },
    people: { count: 0, users: [] },
    composer: { enabled: false },
  }),
  'wrong-scheme': state({
    connection: closed('wrong_scheme'),
    log: { items: [], ready: false },
    people: { count: 0, users: [] },
    composer: { enabled: false },
  }),
  'server-gone': state({ connection: closed('server_gone'), composer: { enabled: false } }),
  refused: state({
    refused: new ChatError(
      'forbidden',
      'Rooms whose names begin with dm: are for direct messages, which do not exist yet.',
    ),
    log: { items: [], ready: false },
    people: { count: 0, users: [] },
    composer: { enabled: false },
  }),
  offered: state({
    log: {
      items: grouped([
        ...talk,
        message(me, 14, 'See you at the usual place?', { delivery: offered }),
        message(me, 14, 'I bring the cake', { delivery: offered }),
      ]),
    },
  }),
  'logout-question': state({ log: { items: unsent }, chrome: { unsent: 2 } }),
  'bubble-question': state({ log: { items: unsent }, chrome: { ...bubble, unsent: 1 } }),
  drawer: state({ chrome: { drawer: true } }),
  'drawer-large': state({ chrome: { drawer: true }, people: { count: 1234, more: true } }),
  inline: state({ chrome: { mode: 'inline' }, typing: [ada, grace] }),
  'bubble-closed': state({ chrome: { ...bubble, open: false, unread: 3 } }),
  'bubble-open': state({ chrome: { ...bubble } }),
  'bubble-login': state({ screen: 'login', me: undefined, chrome: { ...bubble } }),
  changed: state({ log: { items: changed } }),
  stale: state({ log: { items: changed, stale: mine.seq } }),
  'edit-refused': state({ log: { items: refusedEdit } }),
  'react-refused': state({
    news: new ChatError('too_many', 'This message has all the kinds of reactions it can take.'),
  }),
  replying: state({
    log: { items: changed },
    chrome: { writing: { as: 'reply', item: quoted, purpose: createPurpose } },
  }),
  editing: state({ log: { items: changed }, chrome: { writing: { as: 'edit', item: mine, purpose: createPurpose } } }),
  'menu-other': state({ log: { items: changed }, menu: { key: quoted.key } }),
  'menu-own': state({ log: { items: changed }, menu: { key: mine.key } }),
  'menu-deletes': state({ log: { items: changed }, menu: { key: mine.key, asks: true } }),
  'bubble-changed': state({ log: { items: changed }, chrome: { ...bubble } }),
  long: state({
    people: { count: 3, users: [me, long, ada] },
    typing: [long, ada],
    chrome: { heading: 'A room whose name somebody thought would be a good place for a whole sentence' },
    log: {
      items: grouped([
        day(NOON),
        { kind: 'notice', key: 'n', at: NOON, joined: [long], left: [ada] },
        message(long, 1, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3)),
        message(me, 2, `0x${'deadbeef'.repeat(24)}`),
        message(long, 3, 'const answer = compute({ a: 1,\n  b: 2 })\n\n\nand a gap above'),
        message(
          long,
          3,
          'See https://example.com/a/very/long/path/that/goes/on?and=on&until=it#wraps-somewhere-sensible',
        ),
        message(me, 4, 'x'.repeat(600)),
        message(ada, 5, '🎉'),
      ]),
    },
  }),
  rtl: state({
    people: { count: 4, users: [me, arabic, hebrew, linus] },
    typing: [arabic],
    log: {
      items: grouped([
        day(NOON),
        { kind: 'notice', key: 'n', at: NOON, joined: [arabic, linus], left: [hebrew] },
        message(arabic, 1, 'مرحبا بالجميع، هل الاجتماع اليوم؟'),
        message(arabic, 1, 'The link is https://example.com/room as before'),
        message(linus, 2, 'Yes, at four.'),
        message(me, 3, 'שלום לכולם'),
        message(me, 3, 'And hello from me'),
        message(hebrew, 9, 'תודה רבה!', {
          editedAt: NOON,
          replyTo: { messageId: 'r', target: 1, user: arabic, text: 'مرحبا بالجميع، هل الاجتماع اليوم؟' },
          reactions: [{ emoji: '❤️', count: 2, me: true, users: [me, linus] }],
        }),
      ]),
    },
  }),
  'menu-moderator': state({
    log: { items: changed },
    menu: { key: quoted.key },
    rights: { role: 'moderator', can: new Set(['send', 'react', 'reply', 'delete_any', 'moderate'] as const) },
  }),
  ...(Object.fromEntries((Object.keys(ORDER_CARDS) as OrderCard[]).map(name => [name, ordered(name)])) as Record<
    OrderCard,
    GalleryState
  >),
  ...(Object.fromEntries(Object.keys(ROOM_CARDS).map(name => [name, state()])) as Record<RoomCard, GalleryState>),
} satisfies Record<string, GalleryState>

export type StateName = keyof typeof STATES
