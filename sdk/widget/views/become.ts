import { detach } from './el.ts'

/** How long the card takes to become the chat, in ms. */
const SLIDE = 240

/** Lets `after` grow out of where `from` is, over `before`, which goes when that is done. At once where nothing moves. */
export function become(before: HTMLElement, from: HTMLElement, after: HTMLElement): void {
  const done = () => detach(before)
  if (typeof after.animate !== 'function' || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    done()
    return
  }
  const card = from.getBoundingClientRect()
  const box = after.getBoundingClientRect()
  const inset = [card.top - box.top, box.right - card.right, box.bottom - card.bottom, card.left - box.left]
  before.inert = true
  const growth = after.animate(
    [
      { clipPath: `inset(${inset.map(px => `${Math.max(0, px)}px`).join(' ')} round 12px)`, opacity: 0.4 },
      { clipPath: 'inset(0 round 0)', opacity: 1 },
    ],
    { duration: SLIDE, easing: 'cubic-bezier(.2, .8, .2, 1)' },
  )
  growth.onfinish = growth.oncancel = done
}
