import { ghost } from '../../styles/base.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { arrows } from './direction.ts'
import * as css from './picker.css.ts'
import { TONES, withTone } from './tone.ts'
import { words } from './words.ts'

/** It shows the tones. */
const HAND = '✋'
const nameOf = (tone: number) => words.tones[tone] ?? ''

/** The button of the reader's skin tone, and the tones to choose from, which stand in the place of `instead`. */
export function createToneChoice(instead: HTMLElement, chosen: number, choose: (tone: number) => void) {
  const opener = button(`${ghost} ${css.tone}`, { 'aria-expanded': 'false' }, () => show(true))
  const group = el('div', css.tones, { role: 'radiogroup', 'aria-label': words.tone, hidden: true })
  const radios = TONES.map((_, tone) =>
    button(
      `${ghost} ${css.oneTone}`,
      { role: 'radio', 'aria-label': nameOf(tone), title: nameOf(tone) },
      () => {
        take(tone)
        show(false)
      },
      withTone(HAND, tone),
    ),
  )
  group.append(...radios)

  function become(tone: number): void {
    chosen = tone
    say(opener, withTone(HAND, tone))
    attr(opener, 'aria-label', words.toneIs(nameOf(tone)))
    radios.forEach((radio, at) => {
      attr(radio, 'aria-checked', `${at === tone}`)
      attr(radio, 'tabindex', at === tone ? 0 : -1)
    })
  }

  function take(tone: number): void {
    become(tone)
    choose(tone)
  }

  function show(open: boolean): void {
    group.hidden = !open
    instead.hidden = opener.hidden = open
    attr(opener, 'aria-expanded', `${open}`)
    const target = open ? radios[chosen] : opener
    target?.focus({ preventScroll: true })
  }

  group.addEventListener('keydown', event => {
    if (event.key === 'Escape') show(false)
    else {
      const { forward, back } = arrows(group)
      const step = { [forward]: 1, ArrowDown: 1, [back]: -1, ArrowUp: -1 }[event.key]
      if (step === undefined) return
      take((chosen + step + TONES.length) % TONES.length)
      radios[chosen]?.focus({ preventScroll: true })
    }
    event.preventDefault()
    event.stopPropagation()
  })
  become(chosen)
  return { opener, group }
}
