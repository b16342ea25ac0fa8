import type { ChatError } from '../../lib/chat-error.ts'
import type { SanctionKind } from '../../protocol/policy.ts'
import type { Intent, MessageItem, ViewModel } from '../../store/view-model.ts'
import type { Strings } from '../i18n/en.ts'
import type { ElementStrings } from '../i18n/en-element.ts'

/** A piece of the screen: `update` is given its part of the state and touches only what changed. */
export interface View<P> {
  node: HTMLElement
  update(part: P): void
}

/** What a view may ask of the element alone. */
export type ChromeIntent =
  /** The bubble's panel. */
  | { type: 'open'; open: boolean }
  /** The people of the room, where they are a drawer. */
  | { type: 'drawer'; open: boolean }
  /** There is more to draw in the next frame. */
  | { type: 'draw' }
  /** To the newest message. */
  | { type: 'to-end' }
  /** The menu of a message, by its row's key. */
  | { type: 'menu'; key: string }
  /** What the composer is for from now on; nothing: a message. */
  | { type: 'compose'; writing: Writing | undefined }
  /** To the message of this seq, wherever it is, if its id is said; or to the first at or after a time. */
  | ShowIntent
  /** Words for who does not see the screen. */
  | { type: 'say'; text: string; urgent?: boolean }
  /** No logout after all. */
  | { type: 'stay' }
  | OrderIntent

export interface ShowIntent {
  type: 'show'
  seq?: number
  id?: string
  at?: number
}

/** What is done about a message or who wrote it: `report` it, see all `by` them, or lay something on them. */
export interface OrderIntent {
  type: 'order'
  act: 'report' | 'by' | SanctionKind
  item: MessageItem
}

/** Returns why a text cannot be sent; it stays with the view. */
export type Emit = (intent: Intent | ChromeIntent) => ChatError | undefined

export type Mode = 'page' | 'inline' | 'bubble'

/** What the composer is for, when that is not just the next message. */
export interface Writing {
  as: 'reply' | 'edit'
  /** The message that is answered or changed. */
  item: MessageItem
  /** Says so, above the composer's field. */
  purpose(options: ViewOptions): View<ScreenPart>
}

/** What the element knows beside the store's view-model. */
export interface Chrome {
  mode: Mode
  /** Always true outside bubble mode. */
  open: boolean
  drawer: boolean
  /** Messages that arrived while the panel was closed or the page hidden. */
  unread: number
  /** Those of them that name their reader. */
  mentions: number
  /** The newest message is in sight. */
  atEnd: boolean
  /** Messages that arrived below what is in sight. */
  newBelow: number
  /** ms since the Unix epoch; moves on once a second while the connection waits, and at midnight. */
  now: number
  /** While it is asked whether a logout may delete them: how many messages are not sent. */
  unsent?: number | undefined
  writing?: Writing | undefined
  /** People can be more than guests on this server. */
  accounts?: boolean | undefined
  /** The host's own heading, instead of the name of its room. */
  heading: string
  /** The room that the host named. */
  home: string
}

/** Something that can be done with a message: its words, the path of its drawing, and what does it. */
export interface MessageEntry {
  text: string
  drawing: string
  press(): void
}

/** What the behaviors of the chat screen take hold of. */
export interface ChatRefs {
  /** Scrolls the log; `position` other than static. */
  scroller: HTMLElement
  /**
   * Its children are the log's rows, in order. A row that the arrow keys stop at has `data-key` and `tabindex="-1"`,
   * and so have the links in it, and the buttons that are Tab stops only while the row is.
   * A button first beside them (older and newer messages) is pressed when it comes near.
   */
  list: HTMLElement
  /** The row of a message, drawn for this if need be; none: it is not loaded. */
  rowOf(seq: number): HTMLElement | undefined
  /** Holds them all; what lies over the chat belongs in it. */
  box: HTMLElement
  /** What features offer for a message, in its menu; each may say that it has nothing for this one. */
  entries?: ((item: MessageItem) => MessageEntry | undefined)[] | undefined
  /** Set by what waits with something: does it before its reader goes; a promise where there was something. */
  leave?: (() => Promise<void> | undefined) | undefined
  /** Hidden when the last row is the newest. */
  below: HTMLElement
  /** Inside a form: Enter submits it. The view clears it after sending, and then fires `input`. */
  composer: HTMLTextAreaElement
  /** What F6 goes through; each has a name and `tabindex="-1"`, or holds the element that takes the focus. */
  regions: readonly HTMLElement[]
  /** The people of the room; beside the log, or over it as a drawer. */
  drawer: HTMLElement
  /** What cannot be reached while the drawer is over it. */
  behindDrawer: readonly HTMLElement[]
}

export interface ViewOptions<Words = Strings> {
  strings: Words
  emit: Emit
  /** Texts are shown as they were typed: the page leaves formatting out. */
  typed?(): boolean
}

export type ScreenPart = ViewModel & ContentPart

/** What the chat in the panel is given; the rest it knows itself. */
export interface ContentPart {
  chrome: Chrome
  title: string
}

/** Where the chat is shown. */
export interface ContentPlace {
  /** Holds every region. */
  root: HTMLElement
  panel: HTMLElement
}

/** The chat, made and driven by a part that is loaded when it is wanted. */
export interface Content extends View<ContentPart> {
  /** What takes the focus first. */
  readonly first: HTMLElement
  /** It is in its place. */
  start(): void
  /** Everything around it has been drawn: now it may be measured. */
  settle(): void
  /** The visible area changed size. */
  resized(): void
  stop(): void
}

export type ShowContent = (place: ContentPlace) => Content

export type ShellPart = Pick<ViewModel, 'screen' | 'room' | 'me' | 'refused' | 'login'> &
  Partial<Pick<ViewModel, 'info'>> & { chrome: Chrome }

/**
 * Everything on the screen. `node` is what bubble mode puts into the top layer (`popover="manual"`, set by the element):
 * launcher and panel. While a virtual keyboard shrinks the visual viewport, `node` carries `--chat-viewport-height` and
 * `--chat-viewport-top`: height: var(--chat-viewport-height, 100dvh).
 */
export interface Shell extends View<ShellPart> {
  /** Another object whenever the chat was built anew; undefined on the login screen. */
  readonly content: Content | undefined
  /** The bubble's panel; takes the focus when it opens and nothing inside asks for it. */
  readonly panel: HTMLElement
  readonly launcher: HTMLElement
  /** What takes the focus first: the name's field, or the composer. */
  readonly first: HTMLElement | undefined
  dispose(): void
}

export interface ShellOptions extends ViewOptions<ElementStrings> {
  /** Undefined until the chat is loaded, the error while it cannot be. */
  content(): ShowContent | ChatError | undefined
}
