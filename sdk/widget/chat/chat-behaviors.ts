import type { Clock } from '../../lib/clock.ts'
import type { LogItem, MessageItem, ViewModel } from '../../store/view-model.ts'
import { type Behavior, listen, undoAll } from '../behaviors/behavior.ts'
import { enterSends } from '../behaviors/enter-sends.ts'
import { growWithText } from '../behaviors/grow-with-text.ts'
import { type KeptText, keepText, type TextKeeper } from '../behaviors/keep-text.ts'
import { loadOnReach } from '../behaviors/load-on-reach.ts'
import type { RovingFocus } from '../behaviors/roving-focus.ts'
import { type StickToEnd, stickToEnd } from '../behaviors/stick-to-end.ts'
import { whenIdle } from '../drawing/frame.ts'
import type { MessageMenu } from '../features/message-menu/message-menu.ts'
import { Part } from '../parts/part.ts'
import { refuseText } from '../views/composer.ts'
import type { ChatRefs, ViewOptions } from '../views/view.ts'

export interface ChatBehaviorsOptions extends ViewOptions {
  clock: Clock
  /** Holds every region. */
  root: HTMLElement
  refs: ChatRefs
  /** The key of the first message in sight, or nothing: the newest is. */
  reading(key: string | undefined): void
  /** What is written and not sent. */
  text: KeptText
  /** The chat server's address. */
  server(): string
  /** What is shown. */
  view(): ViewModel | undefined
}

type Later = Pick<typeof import('./later-part.ts'), 'roveFocus' | 'openMenus' | 'switchRegions' | 'pasteWithin'>

/** The behaviors of one chat screen. */
export class ChatBehaviors implements Behavior {
  readonly #options: ChatBehaviorsOptions
  readonly #stick: StickToEnd
  readonly #text: TextKeeper
  #roving: RovingFocus | undefined
  readonly #load: () => void
  readonly #undo: (() => void)[] = []
  #items: readonly LogItem[] = []
  readonly #menus: Part<typeof import('../features/message-menu/message-menu.ts')>
  /** `open`: as soon as its file is there. */
  #menu: { key: string; open?: MessageMenu | undefined } | undefined

  constructor(options: ChatBehaviorsOptions) {
    const { scroller, composer } = options.refs
    this.#options = options
    this.#text = keepText(composer, options.text)
    this.#stick = stickToEnd(options.refs, options.reading)
    this.#load = loadOnReach(scroller)
    this.#menus = new Part({
      name: 'chat-message-menu.mjs',
      beside: () => import('../features/message-menu/message-menu.ts'),
      clock: options.clock,
      server: options.server,
      changed: () => this.#onMenus(),
    })
  }

  start(): void {
    const { refs, clock } = this.#options
    this.#undo.push(
      ...this.#stick.start(),
      listen(refs.scroller, 'scroll', this.#load),
      ...enterSends(refs.composer),
      this.#text.start(),
      // Before it is asked for, also for when the network is gone
      whenIdle(clock, () => this.#menus.load()),
      ...growWithText(refs.composer),
    )
  }

  /**
   * What was loaded meanwhile: arrows move in the log, menus open by more than their buttons, F6 goes round the regions, and
   * of what is pasted only so much comes in as can be sent.
   */
  add({ roveFocus, openMenus, switchRegions, pasteWithin }: Later): void {
    const { root, refs, clock, emit, strings, view } = this.#options
    const { list, composer } = refs
    const after = (ms: number, run: () => void) => clock.after(ms, run)
    const limit = () => view()?.composer.limit ?? 0
    this.#roving = roveFocus(list, composer)
    this.#undo.push(
      ...this.#roving.start(),
      ...openMenus(list, after, key => emit({ type: 'menu', key })),
      switchRegions(root, refs.regions),
      pasteWithin(composer, limit, () => refuseText(composer, strings.cut(limit()), emit)),
    )
    this.#roving.refresh()
  }

  stop(): void {
    this.#menus.stop()
    this.#menu?.open?.close(false)
    undoAll(this.#undo)
  }

  /** Before the views change. */
  follow(): void {
    this.#stick.settle()
  }

  /** After the views changed. */
  settle(items: readonly LogItem[]): void {
    this.#items = items
    this.#text.follow()
    // Measures last, so that there is one layout for all
    this.#roving?.refresh()
    this.#stick.replace()
    if (this.#menu) this.#menu.open?.update(this.#item(this.#menu.key))
    this.#load()
  }

  /** Nobody types what the field says now. */
  get restoring(): boolean {
    return this.#text.restoring
  }

  /** What is kept has changed elsewhere. */
  sync(): void {
    this.#text.sync()
  }

  /** Opens the menu of the message in the row with this key, or closes it. */
  openMenu(key: string): void {
    const before = this.#menu?.key
    this.#menu?.open?.close(true)
    this.#menu = undefined
    if (key === before) return
    this.#menu = { key }
    this.#menus.load()
    this.#onMenus()
  }

  /** The menus' file is here, or cannot be loaded. */
  #onMenus(): void {
    const { file, error } = this.#menus
    const { strings, emit, refs } = this.#options
    if (!this.#menu || this.#menu.open) return
    if (error) emit({ type: 'say', text: strings.error(error), urgent: true })
    if (!file) return
    const { key } = this.#menu
    const item = this.#item(key)
    const row = item && refs.rowOf(item.seq)
    this.#menu = undefined
    if (!row || item.deleted || item.id === undefined) return
    const closed = () => {
      this.#menu = undefined
    }
    this.#menu = {
      key,
      open: file.openMessageMenu({
        ...this.#options,
        ...refs,
        row,
        item,
        closed,
        can: this.#options.view()?.rights.can,
      }),
    }
  }

  #item(key: string): MessageItem | undefined {
    const found = this.#items.find(item => item.key === key)
    return found?.kind === 'message' ? found : undefined
  }

  toRow(row: HTMLElement): void {
    this.#stick.toRow(row)
    row.focus({ preventScroll: true })
  }

  toEnd(): void {
    this.#stick.toEnd()
  }
}
