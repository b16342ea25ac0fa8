import { nameHueProperty } from '../styles/theme.css.ts'

/** The hue of an id or a name, 0 to 359: the same one, however it is written or composed, always has the same (FNV-1a). */
export function nameHue(name: string): number {
  let hash = 0x811c9dc5
  for (const char of name.normalize('NFKC').toLowerCase()) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  }
  // the low bits of FNV are weak over short names
  hash ^= hash >>> 15
  return (hash >>> 0) % 360
}

/** Gives an element the hue of somebody's id, or of a name, for whatever its class paints with it. */
export function tint(node: HTMLElement, who: string): void {
  node.style.setProperty(nameHueProperty, `${nameHue(who)}`)
}
