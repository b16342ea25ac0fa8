import type { Clock } from '../../lib/clock.ts'
import type { ViewModel } from '../../store/view-model.ts'
import { Announcer } from '../behaviors/announcer.ts'
import { en, type Strings } from '../i18n/en.ts'
import { spoken } from './spoken.ts'

/** The words of a chat in one language, and who says them to who does not see the screen. */
export class Voice {
  readonly #clock: Clock
  strings: Strings
  announcer: Announcer

  constructor(clock: Clock, lang: string | undefined) {
    this.#clock = clock
    this.strings = en(lang)
    this.announcer = new Announcer(this.strings, clock)
  }

  /** In another language from now on. */
  speak(lang: string | undefined): void {
    this.announcer.dispose()
    this.strings = en(lang)
    this.announcer = new Announcer(this.strings, this.#clock)
  }

  /** What is different in a view. */
  tell(before: ViewModel | undefined, view: ViewModel): void {
    for (const { text, urgent } of spoken(before, view, this.strings)) this.announcer.say(text, urgent)
  }
}
