import type { LogItem, MessageItem } from '../../store/view-model.ts'
import { type Behavior, undoAll } from '../behaviors/behavior.ts'
import { growWithText } from '../behaviors/grow-with-text.ts'
import { openMenus } from '../behaviors/open-menus.ts'
import { pasteWithin } from '../behaviors/paste-within.ts'
import { pressBeside } from '../behaviors/press-beside.ts'
import { switchRegions } from '../behaviors/region-switch.ts'
import { type RovingFocus, roveFocus } from '../behaviors/roving-focus.ts'
import { whenIdle } from '../drawing/frame.ts'
import type { Going } from '../features/message-menu/going.ts'
import type { MessageMenu } from '../features/message-menu/message-menu.ts'
import { Part } from '../parts/part.ts'
import { refuseText } from '../views/composer.ts'
import type { ChatBehaviorsOptions } from './chat-behaviors-options.ts'

const hasMore = (item: LogItem) => item.kind === 'message' && (item.reactions || item.editedAt || item.pinned)

/**
 * What a chat can do soon after it is seen: arrows move in the log, messages have menus, F6 goes round the regions, and of
 * what is pasted only so much comes in as can be sent.
 */
export class LaterBehaviors implements Behavior {
  readonly #options: ChatBehaviorsOptions
  readonly #undo: (() => void)[] = []
  readonly #roving: RovingFocus
  readonly #menus: Part<typeof import('../features/message-menu/message-menu.ts')>
  readonly #tooltips: Part<typeof import('../features/tooltip/tooltip-part.ts')>
  #endTooltips: (() => void) | undefined
  /** What was deleted a moment ago, and can be taken back; as soon as the menus' file is there. */
  #going: Going | undefined
  #items: readonly LogItem[] = []
  /** `open`: as soon as its file is there. */
  #menu: { key: string; open?: MessageMenu | undefined } | undefined

  constructor(options: ChatBehaviorsOptions) {
    const { refs, clock, server } = options
    this.#options = options
    this.#roving = roveFocus(refs.list, refs.composer)
    this.#menus = new Part({
      name: 'chat-message-menu.mjs',
      beside: () => import('../features/message-menu/message-menu.ts'),
      clock,
      server,
      changed: () => this.#onMenus(),
    })
    this.#tooltips = new Part({
      name: 'chat-tooltip.mjs',
      beside: () => import('../features/tooltip/tooltip-part.ts'),
      clock,
      server,
      changed: () => this.#onTooltips(),
    })
  }

  start(): void {
    const { root, refs, clock, emit, strings, view } = this.#options
    const { list, composer, regions } = refs
    const after = (ms: number, run: () => void) => clock.after(ms, run)
    const limit = () => view()?.composer.limit ?? 0
    this.#undo.push(
      ...this.#roving.start(),
      ...growWithText(composer),
      pressBeside(composer),
      ...openMenus(list, after, key => emit({ type: 'menu', key })),
      switchRegions(root, regions),
      pasteWithin(composer, limit, () => refuseText(composer, strings.cut(limit()), emit)),
      // Before it is asked for, also for when the network is gone
      whenIdle(clock, () => this.#menus.load()),
    )
  }

  stop(): void {
    this.#menus.stop()
    this.#tooltips.stop()
    this.#endTooltips?.()
    this.#menu?.open?.close(false)
    this.#going?.stop()
    undoAll(this.#undo)
  }

  /** After the views changed. */
  settle(items: readonly LogItem[]): void {
    this.#items = items
    this.#roving.refresh()
    if (!this.#endTooltips && items.some(hasMore)) this.#onTooltips()
    if (this.#menu) this.#menu.open?.update(this.#item(this.#menu.key))
    this.#going?.settle(items)
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

  /** Something in the log has more to say than is seen of it. */
  #onTooltips(): void {
    this.#tooltips.load()
    const { clock, refs } = this.#options
    this.#endTooltips ??= this.#tooltips.file?.startTooltips({ clock, ...refs })
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
    this.#going ??= file.createGoing(this.#options)
    this.#menu = {
      key,
      open: file.openMessageMenu({
        ...this.#options,
        ...refs,
        emit: this.#going.emit,
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
}
