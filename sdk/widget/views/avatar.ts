import type { User } from '../../protocol/records.ts'
import * as css from '../styles/avatar.css.ts'
import { detach, el } from './el.ts'
import { initials } from './initials.ts'
import { tint } from './name-hue.ts'
import type { View } from './view.ts'

/** Somebody, as far as they are known; before a login that is a name. */
export type Face = Pick<User, 'name' | 'picture'> & { id?: string | undefined }

/**
 * A drawn face, with a hue of its person: who takes a name that another one had is told apart. Over it their picture, once
 * it is there. The name itself stands beside it in words.
 */
export function createAvatar(): View<Face> {
  const letters = document.createTextNode('')
  const node = el('span', css.avatar, { part: 'avatar', 'aria-hidden': 'true' }, letters)
  let picture: HTMLElement | undefined
  let shown: string | undefined

  function showPicture(src: string | undefined): void {
    if (src === shown) return
    shown = src
    if (picture) detach(picture)
    picture = undefined
    if (!src?.startsWith('https://')) return
    const image = el('img', css.picture, { alt: '', referrerpolicy: 'no-referrer', decoding: 'async', src })
    // what is drawn is behind it
    image.addEventListener('error', () => detach(image))
    picture = image
    node.append(image)
  }

  return {
    node,
    update({ id, name, picture: src }) {
      const now = initials(name)
      if (letters.data !== now) letters.data = now
      tint(node, id || name)
      showPicture(src)
    },
  }
}
