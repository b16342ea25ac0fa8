import { catchDrops } from './catch-drops.ts'

/** What is typed, composed and pasted; each crosses the shadow boundary, where it seems to come from the element. */
const TYPING = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'copy',
  'cut',
  'paste',
]
/** What letters are for: fields, and menus, where they lead to an entry. */
const LETTERS = 'input,textarea,[contenteditable],[role^=menuitem]'
/** By these a page around leads the focus and closes what it opened; the others are what is typed. */
const GOES_ON = /^(Tab|Escape|F\d+)$/
/** Keys of buttons, messages and what scrolls; letters are no keys of theirs. */
const PRESSES = /^(Enter| |Arrow.*|Home|End|Page.*)$/

function stays(event: Partial<KeyboardEvent>, inner: Element): boolean {
  const { type = '', key = '', code, isComposing, keyCode, ctrlKey, altKey, metaKey } = event
  if (!type.startsWith('key')) return true
  // Shift+Tab has no key in WebKitGTK
  const typed = isComposing || keyCode === 229 || !(GOES_ON.test(key) || code === 'Tab')
  if (inner.matches(LETTERS)) return typed
  return PRESSES.test(key) && !ctrlKey && !altKey && !metaKey
}

/**
 * Ends at the element what somebody does in it with keys and the clipboard, and what is dropped on it. A page sees neither
 * field nor button in there, and would take the letters for shortcuts of its own. Listeners on the element itself hear
 * everything.
 */
export function keepInside(host: HTMLElement): void {
  for (const type of TYPING)
    host.addEventListener(type, event => {
      // What the page slotted in is its own
      if (event.target === host && stays(event, event.composedPath()[0] as Element)) event.stopPropagation()
    })
  catchDrops(host)
}
