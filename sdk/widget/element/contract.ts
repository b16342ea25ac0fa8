import type { ChatWidgetEvents } from '../chat/events.ts'
import type { ATTRIBUTES } from './attributes.ts'

// The one table of what a page may use. The documents, custom-elements.json and the editors' data are made from it, and
// tests hold it against the running element. Nothing that a browser loads imports it.

/** An attribute; each but `lang` is also a property, of the same name where none is given. `values` begin with the default. */
export interface AttributeEntry {
  property?: string
  values?: readonly string[]
  /** Present or absent; the property is true or false. */
  flag?: true
  /** Where it is not empty. */
  default?: string
  says: string
}

/** A property that is no attribute, a method, or an event: its TypeScript type, or that of its `detail`. */
export interface TypedEntry {
  type: string
  /** A property that a page may set. */
  writable?: true
  says: string
}

/** A custom property: `default` is the value in the style sheet, `follows` says in words where it comes from. */
export interface StyleEntry {
  default?: string
  follows?: string
  says: string
}

const attributes = {
  server: {
    says: 'the address of the chat server; without it the server that the script came from, else the page’s own',
  },
  room: {
    default: 'lobby',
    says: 'the room’s name; `page` is the room of the page that the element is in, by its canonical address',
  },
  rooms: {
    says: 'names of more rooms, with spaces or commas between them (as a property also a list): the reader goes from one to another, over one connection',
  },
  without: {
    says: 'names of features that this chat does without, with spaces or commas between them, which are then never loaded: `formatting`, `mentions`, `emoji`, `pins`, `search`, `reading`, `notifications`, `commands`',
  },
  mode: {
    values: ['inline', 'page', 'bubble'],
    says: '`inline` fills the box that the page gives it, `page` the window; `bubble` is a button that opens a panel',
  },
  open: { flag: true, says: 'the bubble’s panel is open' },
  heading: { says: 'stands in the header instead of the room’s name' },
  side: {
    values: ['end', 'start'],
    says: 'the corner of the bubble and its panel: `end` is the right one where people read from left to right',
  },
  layer: {
    values: ['top', 'page'],
    says: '`top`: the bubble is above everything in the page; `page`: it is in the page’s own layers, at `--chat-z`',
  },
  back: {
    values: ['auto', 'rooms', 'page'],
    says: '`rooms`: the browser’s Back goes to the room that was shown before, `page`: it is the page’s alone; `auto`: to the rooms in a chat that is the whole window (`mode="page"`, in no frame, and not with `storage="none"`)',
  },
  theme: {
    values: ['auto', 'light', 'dark'],
    says: 'light or dark; `auto` follows the page’s `color-scheme`, else the reader’s system',
  },
  storage: {
    values: ['local', 'session', 'none'],
    says: 'where the login, unsent and half-typed messages are kept: in the browser (all its tabs are one login), for this tab, or in the page’s memory',
  },
  'token-url': {
    property: 'tokenUrl',
    says: 'an address of the page’s own site that says who is logged in: it is asked by POST with the site’s cookies and `x-requested-with`, and answers `{"token": "..."}`, `null` for nobody; then nobody logs in here',
  },
  lang: { says: 'the language of times and numbers; without it that of the nearest element around that has one' },
} as const satisfies Record<(typeof ATTRIBUTES)[number], AttributeEntry>

const properties = {
  ready: {
    type: 'Promise<ChatWidgetElement>',
    says: 'resolves once the element is in a document and it is known whether somebody is logged in; rejects while `server` or `room` cannot be',
  },
  client: {
    type: 'ChatClient | undefined',
    says: 'the client that it talks through; there once the element is `ready`, while it is in a document',
  },
  tokenProvider: {
    type: "ChatClientOptions['getToken']",
    writable: true,
    says: 'a function that gives the token of who is logged in on the page’s site, `null` for nobody; wins over `token-url`. `ask.reason` is `connect`, `refresh` or `rejected`',
  },
  commands: {
    type: 'readonly ChatCommand<ChatWidgetElement>[] | undefined',
    writable: true,
    says: 'what people can do by typing `/name`, beside `/me`, `/shrug` and `/topic`: a list of `{ name, description, run }`. `run(args, { room, client, element })` gives a text to be sent, or nothing',
  },
  unread: {
    type: 'number',
    says: 'messages of others that came while the bubble was closed, the page hidden or another room shown, also over page loads',
  },
  counts: {
    type: '{ [room: string]: { unread: number; mentions: number } }',
    says: 'the same by room, of all that are followed, with how many of them name the reader',
  },
  store: {
    type: 'RoomStore | undefined',
    says: 'the room as it is shown, there once the element is `ready`: `store.view` is made when it is read, `store.subscribe` tells once that it has changed since, `store.room` is the client’s `Room`',
  },
} as const satisfies Record<string, TypedEntry>

const methods = {
  login: {
    type: '(name: string) => Promise<void>',
    says: 'logs in; rejects with the `ChatError` that people see; like `logout` and `send` it waits for `ready`, and for its turn',
  },
  logout: { type: '() => Promise<void>', says: 'ends the session, and deletes what is not sent' },
  send: {
    type: '(text: string, options?: SendOptions) => Promise<Draft>',
    says: 'sends now or when the connection is back; `options.replyTo`: the id of the message that it answers; rejects with `unauthorized`, `invalid_message`, `too_large` or, by a listener of `chat-before-send`, `canceled`',
  },
  show: { type: '() => void', says: 'opens the bubble’s panel' },
  close: { type: '() => void', says: 'closes it' },
  focus: { type: '(options?: FocusOptions) => void', says: 'goes to the name’s field or the composer' },
} as const satisfies Record<string, TypedEntry>

const events = {
  'chat-ready': {
    type: '{ client: ChatClient; room: Room }',
    says: 'it is known whether somebody is logged in; fires again for an element that was taken out and put back',
  },
  'chat-login': { type: 'User', says: 'somebody is logged in here from now on' },
  'chat-logout': { type: 'undefined', says: 'nobody is any more' },
  'chat-message': {
    type: '{ message: Message; own: boolean; live: boolean }',
    says: 'the next message of the room, in order, once; `live`: not caught up after an absence',
  },
  'chat-before-send': {
    type: 'BeforeSend',
    says: 'a text is about to be sent, or to change a message (`edit`), by a person or by `send`; `detail.text` may be changed, `preventDefault()` stops it',
  },
  'chat-change': {
    type: "{ type: ChangeEvent['type']; message: Message; before: Message; event: ChangeEvent; live: boolean }",
    says: 'a message of the room, one of the last 500 that were shown, was edited, deleted, pinned or reacted to, as `type` says (`message_edited`, `message_deleted`, `message_pinned`, `reaction`); `before` is as it stood',
  },
  'chat-mention': {
    type: '{ message: Message; live: boolean }',
    says: 'a message of somebody else names the reader, in the room that is shown or in another that is followed (`message.room`): a new one, or one that was edited; once',
  },
  'chat-status': { type: 'ConnectionState', says: 'how the connection stands, at each change' },
  'chat-error': { type: 'ChatError', says: 'something failed; `message` is a sentence for people' },
  'chat-open': { type: 'undefined', says: 'the bubble’s panel was opened' },
  'chat-unread': {
    type: 'number',
    says: 'how many messages of others their reader has not seen, in all their rooms, over page loads, too; changes with `unread`',
  },
  'chat-close': { type: 'undefined', says: 'it was closed' },
  'chat-room': { type: 'string', says: 'the reader went to another room; `store` is of that one from now on' },
} as const satisfies Record<keyof ChatWidgetEvents, TypedEntry>

const slots = {
  'login-footer': 'below the login’s card: a privacy note, links',
} as const satisfies Record<string, string>

/** Names of parts that belong together, with what they are. */
const parts = {
  root: 'everything',
  'launcher badge': 'the bubble, and its number of unread messages',
  panel: 'login or chat, whichever is shown',
  starting: 'before it is known who is logged in, or while the chat screen is loaded',
  'login card mark title room input error join': 'the login, its card, and what is in it',
  'chat header heading count status toggle menu logout close': 'the chat and its header',
  'rooms-toggle room-row': 'the way to the other rooms, and each of them in their list',
  'people person person-name scrim': 'who is here; what darkens the log behind the drawer',
  'main banner': 'log and composer; the line about the connection',
  'scroller log skeleton empty blocked': 'the messages, and what stands in their place',
  'day notice older newer jump':
    'rows between messages; where earlier and later messages load; the way back to the newest',
  'message own bubble avatar name time link failed': 'a message (`own`: this user’s) and what it is made of',
  'quote edited reactions reaction': 'what a message answers, that it was edited, and what was said to it with emoji',
  'spoiler code-block mention':
    'in a text: what is hidden before it is pressed, a block of code, a person whom it names',
  'unread unread-pill': 'the line above what is new, and the way to it',
  notifications: 'the way to how one is told of new messages',
  'menu-button message-menu': 'the button of a message’s menu, and the menu',
  tooltip: 'who reacted, or when a message was edited',
  undo: 'takes back a deletion that is not sent yet',
  'pins pin pin-mark pinned':
    'the bar of pinned messages, the one it shows, the mark on each, and the way to all of them in the menu',
  'question stay leave': 'before a logout that would delete unsent messages: the card and its answers',
  'typing composer textarea send': 'the foot of the chat',
  'search-toggle search-result excerpt': 'the way to the search; what it found, and where that stands in a text',
  'sanction held put-out':
    'what was laid on the reader, what of theirs waits for a moderator, why they are out of a room',
  'hint moderation': 'the rule that a text is against, above the composer; the way to keeping order',
  'emoji emoji-picker': 'the button in the composer that opens the emoji, and what they are picked from',
  'completion completion-option': 'above the composer: what can be typed, such as people behind `@`',
  'purpose cancel': 'above the composer’s field: which message is answered or edited, and the way back',
} as const satisfies Record<string, string>

const styles = {
  '--chat-hue': { default: '277', says: 'a hue in OKLCH, 0 to 359, without a unit' },
  '--chat-accent': {
    follows: 'from the hue',
    says: 'any colour; it wins over the hue. Text on it turns black or white by contrast. Where it has too little contrast to be text or a focus ring itself, the ink stands in',
  },
  '--chat-on-accent': { follows: 'white, or by contrast', says: 'text on the accent and on the gradient' },
  '--chat-gradient': {
    follows: 'from the accent to the hue + 42',
    says: 'an image: the primary button, own messages, the send button, the launcher, the login’s backdrop; `none` leaves the plain accent',
  },
  '--chat-font': { follows: 'the system’s', says: 'a list of font families' },
  '--chat-surface': { follows: '98 % / 18 % light', says: 'behind the messages' },
  '--chat-surface-side': { follows: '95 % / 22 %', says: 'behind the people and quiet lines' },
  '--chat-surface-raised': { follows: '100 % / 27 %', says: 'header, cards, others’ messages, composer' },
  '--chat-ink': { follows: '24 % / 95 %', says: 'text' },
  '--chat-ink-muted': { follows: '49 % / 74 %', says: 'times, notices, placeholders' },
  '--chat-danger': { follows: 'a red', says: 'errors, the edge of an unsent message, the badge' },
  '--chat-radius-control': {
    default: '6px',
    says: 'buttons and fields; where it is set also what is round otherwise: the launcher, its badge, the send button, days, the way back to the newest',
  },
  '--chat-radius-card': {
    default: '12px',
    says: 'cards, menus, the bubble’s panel; where it is set also the composer (else `24px`)',
  },
  '--chat-radius-message': { default: '18px', says: 'messages, the login’s mark' },
  '--chat-radius-joint': { default: '6px', says: 'their corners where two of one author meet' },
  '--chat-radius-avatar': { default: '50%', says: 'avatars' },
  '--chat-shadow': { follows: 'soft', says: 'what floats' },
  '--chat-log-width': { default: '760px', says: 'the widest column of messages' },
  '--chat-people-width': { default: '280px', says: 'people beside the messages' },
  '--chat-launcher-size': { default: '56px', says: 'the bubble' },
  '--chat-offset': { default: '20px', says: 'from the bubble to the window’s edge' },
  '--chat-panel-width': { default: '400px', says: 'the bubble’s panel, at most' },
  '--chat-panel-height': { default: '640px', says: 'the bubble’s panel, at most' },
  '--chat-z': { default: '1000', says: 'the bubble’s `z-index` with `layer="page"`' },
} as const satisfies Record<`--chat-${string}`, StyleEntry>

/** Set by the widget itself; a page leaves them alone. */
const own = ['--chat-viewport-height', '--chat-viewport-top'] as const

export const CONTRACT = { attributes, properties, methods, events, slots, parts, styles, own } as const
export type Contract = typeof CONTRACT
