import type { Clock } from '../../lib/clock.ts'
import type { ViewModel } from '../../store/view-model.ts'
import { Announcer } from '../behaviors/announcer.ts'
import { avoidKeyboard } from '../behaviors/avoid-keyboard.ts'
import { focusedIn, listen, undoAll } from '../behaviors/behavior.ts'
import { trapFocus } from '../behaviors/focus-trap.ts'
import { freeHeight } from '../behaviors/free-height.ts'
import { keepComposition } from '../behaviors/keep-composition.ts'
import type { KeptText } from '../behaviors/keep-text.ts'
import { pageScheme } from '../behaviors/page-scheme.ts'
import type { Strings } from '../i18n/en.ts'
import { detach } from '../views/el.ts'
import { createShell } from '../views/shell.ts'
import type { ChatRefs, Chrome, Emit, Shell } from '../views/view.ts'
import type { ChatBehaviors } from './chat-behaviors.ts'
import { ChatScreenFile } from './chat-screen-file.ts'
import { Corner } from './corner.ts'
import { topLayer } from './top-layer.ts'

export interface ScreenOptions {
  root: ShadowRoot
  /** Of the element, for its styles. */
  states: CustomStateSet | undefined
  strings: Strings
  clock: Clock
  emit: Emit
  /** The key of the first message in sight, or nothing: the newest is. */
  reading(key: string | undefined): void
  /** What is written and not sent. */
  text: KeptText
  /** The chat screen's file is here, or cannot be loaded. */
  loaded(): void
  /** The chat server's address. */
  server(): string
  /** The visible area changed size. */
  resized(): void
}

/** The views in a shadow root, with the behaviors on them. */
export class Screen {
  readonly announcer: Announcer
  readonly #shell: Shell
  readonly #options: ScreenOptions
  readonly #corner: Corner
  readonly #scheme: ReturnType<typeof pageScheme>
  readonly #undo: (() => void)[] = []
  #refs: ChatRefs | undefined
  #chat: ChatBehaviors | undefined
  readonly #file: ChatScreenFile
  #chrome: Chrome | undefined
  #held = false
  /** Lets the focus out of the question. */
  #release: (() => void) | undefined
  #releaseDrawer: (() => void) | undefined

  constructor(options: ScreenOptions) {
    const { root, strings, clock } = options
    const emit: Emit = intent => (intent.type === 'typing' && this.#chat?.restoring ? undefined : options.emit(intent))
    this.#options = options
    this.#file = new ChatScreenFile(root, clock, options.loaded, options.server)
    this.#shell = createShell({ strings, emit, createChat: () => this.#file.createChat })
    this.announcer = new Announcer(strings, clock)
    const { node, panel } = this.#shell
    this.#scheme = pageScheme(root.host, node)
    this.#corner = new Corner(node, () => emit({ type: 'open', open: false }))
    root.replaceChildren(node, this.announcer.node, this.#scheme.node)
    const free = freeHeight(root.host as HTMLElement, node, options.states)
    const observer = new ResizeObserver(() => {
      if (this.#chrome?.mode === 'inline') free()
      // A wider screen has no drawer, a higher one more rows
      this.#trapDrawer()
      if (this.#chat) options.resized()
    })
    observer.observe(node)
    if (root.host.parentElement) observer.observe(root.host.parentElement)
    this.#undo.push(
      keepComposition(node),
      avoidKeyboard(node),
      this.#scheme.stop,
      () => this.#corner.leave(),
      () => this.#file.stop(),
      () => observer.disconnect(),
      listen(node, 'focusin', () => {
        this.#held = true
      }),
      listen(node, 'focusout', ({ relatedTarget }) => {
        if (relatedTarget) this.#held = node.contains(relatedTarget as Node)
      }),
      listen(panel, 'keydown', event => {
        if (event.key !== 'Escape' || event.defaultPrevented || this.#chrome?.mode !== 'bubble') return
        // Nor closes a dialog of the page around it
        event.preventDefault()
        event.stopPropagation()
        emit({ type: 'open', open: false })
      }),
    )
  }

  /** The focus is inside, or was until what had it went away. */
  get #focused(): boolean {
    const { host, ownerDocument: page } = this.#options.root
    const now = page.activeElement
    const nowhere = now === null || now === page.body || now === host
    return focusedIn(this.#shell.node) !== null || (this.#held && nowhere)
  }

  update(view: ViewModel, chrome: Chrome): void {
    const focused = this.#focused
    const before = this.#chrome
    const { first } = this.#shell
    this.#chrome = chrome
    // A closed bubble can wait until it is rendered
    if (!before && chrome.open) this.#scheme.look()
    if (chrome.open) this.#file.load()
    this.#chat?.follow()
    this.#shell.update({ ...view, chrome })
    this.#float(chrome)
    if (this.#refs !== this.#shell.chat) this.#attach(this.#shell.chat)
    this.#chat?.settle(view.log.items)
    this.#trapDrawer()
    this.#trapQuestion(chrome.unsent !== undefined)
    if (before && before.open !== chrome.open) this.#moveFocus(chrome.open, focused)
    // Another screen, or the chat whose file came late
    else if (focused && first !== this.#shell.first) this.focus()
  }

  focus(): void {
    const first = this.#shell.first ?? this.#shell.panel
    first.focus({ preventScroll: true })
  }

  /** What is kept has changed elsewhere. */
  sync(): void {
    this.#chat?.sync()
  }

  /** To a message; false: it is not loaded. */
  show(seq: number): boolean {
    const row = this.#refs?.rowOf(seq)
    if (row) this.#chat?.toRow(row)
    return !!row
  }

  /** The menu of the message in the row with this key. */
  openMenu(key: string): void {
    this.#chat?.openMenu(key)
  }

  toEnd(): void {
    this.#chat?.toEnd()
  }

  /** Says at the composer why its text cannot be sent, until that is changed. */
  refuse(why: string): void {
    const composer = this.#refs?.composer
    if (!composer) return
    this.announcer.say(why, true)
    composer.setCustomValidity(why)
    composer.reportValidity()
    composer.addEventListener('input', () => composer.setCustomValidity(''), { once: true })
  }

  dispose(): void {
    this.#attach(undefined)
    undoAll(this.#undo)
    this.#shell.dispose()
    for (const node of [this.#shell.node, this.#scheme.node]) detach(node)
    this.announcer.dispose()
  }

  #moveFocus(open: boolean, focused: boolean): void {
    if (open) this.focus()
    else if (focused) this.#shell.launcher.focus({ preventScroll: true })
  }

  /** A bubble goes over the page, beside other bubbles; with its panel open over those too. */
  #float({ mode, open }: Chrome): void {
    const { host } = this.#options.root
    const side = host.getAttribute('side') === 'start' ? 'start' : 'end'
    const bubble = mode === 'bubble'
    const raise = this.#corner.update(bubble ? side : undefined, bubble && open)
    topLayer(this.#shell.node, bubble && host.getAttribute('layer') !== 'page', raise)
  }

  #attach(refs: ChatRefs | undefined): void {
    const { reading, text, strings, clock, emit } = this.#options
    this.#chat?.stop()
    this.#refs = undefined
    this.#trapDrawer()
    this.#refs = refs
    this.#chat = refs && this.#file.behaviors({ root: this.#shell.node, refs, reading, text, strings, clock, emit })
    this.#chat?.start()
  }

  #trapQuestion(asked: boolean): void {
    const { question, panel } = this.#shell
    const others = [...panel.children].filter(child => child !== question) as HTMLElement[]
    if (asked) this.#release ??= trapFocus(question, others, () => this.#options.emit({ type: 'stay' }))
    else {
      this.#release?.()
      this.#release = undefined
    }
  }

  /** Holds the focus in an open drawer; where the screen is wide, the people stand beside the log instead. */
  #trapDrawer(): void {
    const { drawer, behindDrawer = [] } = this.#refs ?? {}
    if (drawer && this.#chrome?.drawer && getComputedStyle(drawer).position !== 'static')
      this.#releaseDrawer ??= trapFocus(drawer, behindDrawer, () => this.#options.emit({ type: 'drawer', open: false }))
    else {
      this.#releaseDrawer?.()
      this.#releaseDrawer = undefined
    }
  }
}
