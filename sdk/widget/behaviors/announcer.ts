import type { Clock } from '../../lib/clock.ts'
import type { Strings } from '../i18n/en.ts'
import { unseen } from '../styles/base.css.ts'

const EVERY_MS = 1_000
const STAYS_MS = 7_000
/** Names that one announcement remembers. */
const NAMES = 20

/** Says things to screen readers: one per element, apart from the log. `node` has to be in the element's tree. */
export class Announcer {
  readonly node: HTMLElement
  readonly #polite: HTMLElement
  readonly #assertive: HTMLElement
  readonly #strings: Strings
  readonly #clock: Clock
  readonly #from = new Set<string>()
  readonly #timers = new Set<() => void>()
  #count = 0
  #waiting = false
  #last = ''

  constructor(strings: Strings, clock: Clock) {
    this.#strings = strings
    this.#clock = clock
    this.node = document.createElement('div')
    this.node.className = unseen
    this.node.lang = strings.lang
    this.#polite = this.#outlet('status', 'polite')
    this.#assertive = this.#outlet('alert', 'assertive')
  }

  /** A message arrived from somebody else: at most one announcement a second, for all that came. */
  arrived(name: string): void {
    this.#count++
    if (this.#from.size < NAMES) this.#from.add(name)
    if (!this.#waiting) this.#announce()
  }

  say(text: string, urgent = false): void {
    if (text === '') return
    const line = document.createElement('div')
    // The same words twice would not be read twice
    line.textContent = text === this.#last ? `${text}\u200b` : text
    this.#last = line.textContent
    ;(urgent ? this.#assertive : this.#polite).append(line)
    this.#later(STAYS_MS, () => line.remove())
  }

  dispose(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.node.parentNode?.removeChild(this.node)
  }

  #announce(): void {
    if (this.#count > 0) this.say(this.#strings.announceNew(this.#count, [...this.#from]))
    this.#waiting = this.#count > 0
    this.#count = 0
    this.#from.clear()
    if (this.#waiting) this.#later(EVERY_MS, () => this.#announce())
  }

  #later(ms: number, run: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }

  #outlet(role: string, live: string): HTMLElement {
    const outlet = document.createElement('div')
    outlet.setAttribute('role', role)
    outlet.setAttribute('aria-live', live)
    this.node.append(outlet)
    return outlet
  }
}
