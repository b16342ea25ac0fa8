import { avoidKeyboard } from '../behaviors/avoid-keyboard.ts'
import { focusedIn, listen, undoAll } from '../behaviors/behavior.ts'
import { freeHeight } from '../behaviors/free-height.ts'
import { keepComposition } from '../behaviors/keep-composition.ts'
import { pageScheme } from '../behaviors/page-scheme.ts'
import type { ElementStrings } from '../i18n/en-element.ts'
import { detach } from '../views/el.ts'
import { createShell } from '../views/shell.ts'
import type { Chrome, Content, Emit, Shell, ShellOptions, ShellPart } from '../views/view.ts'
import { Corner } from './corner.ts'
import { topLayer } from './top-layer.ts'

export interface ScreenOptions {
  root: ShadowRoot
  /** Of the element, for its styles. */
  states: CustomStateSet | undefined
  strings: ElementStrings
  emit: Emit
  /** The chat, or why it cannot be loaded. */
  content: ShellOptions['content']
  /** Whether the panel was open before anything was drawn. */
  open: boolean
}

/** The views in a shadow root, with the behaviors on them. */
export class Screen {
  readonly #shell: Shell
  readonly #options: ScreenOptions
  readonly #corner: Corner
  readonly #scheme: ReturnType<typeof pageScheme>
  readonly #undo: (() => void)[] = []
  #content: Content | undefined
  #chrome: Chrome | undefined
  #open: boolean
  #held = false

  constructor(options: ScreenOptions) {
    const { root, strings, emit, content, open } = options
    this.#options = options
    this.#open = open
    this.#shell = createShell({ strings, emit, content })
    const { node, panel } = this.#shell
    this.#scheme = pageScheme(root.host, node)
    this.#corner = new Corner(node, () => emit({ type: 'open', open: false }))
    root.replaceChildren(node, this.#scheme.node)
    const free = freeHeight(root.host as HTMLElement, node, options.states)
    const observer = new ResizeObserver(() => {
      if (this.#chrome?.mode === 'inline') free()
      // A wider screen has no drawer, a higher one more rows
      this.#content?.resized()
    })
    observer.observe(node)
    if (root.host.parentElement) observer.observe(root.host.parentElement)
    this.#undo.push(
      keepComposition(node),
      avoidKeyboard(node),
      this.#scheme.stop,
      () => this.#corner.leave(),
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

  update(view: Omit<ShellPart, 'chrome'>, chrome: Chrome): void {
    const focused = this.#focused
    const before = this.#chrome
    const { first } = this.#shell
    this.#chrome = chrome
    // A closed bubble can wait until it is rendered
    if (!before && chrome.open) this.#scheme.look()
    this.#shell.update({ ...view, chrome })
    this.#float(chrome)
    if (this.#content !== this.#shell.content) this.#take(this.#shell.content)
    this.#content?.settle()
    if (chrome.open !== this.#open) this.#moveFocus(chrome.open, focused)
    // Another screen, or the chat whose file came late
    else if (focused && first !== this.#shell.first) this.focus()
    this.#open = chrome.open
  }

  focus(): void {
    const first = this.#shell.first ?? this.#shell.panel
    first.focus({ preventScroll: true })
  }

  dispose(): void {
    this.#take(undefined)
    undoAll(this.#undo)
    this.#shell.dispose()
    for (const node of [this.#shell.node, this.#scheme.node]) detach(node)
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

  #take(content: Content | undefined): void {
    this.#content?.stop()
    this.#content = content
    content?.start()
  }
}
