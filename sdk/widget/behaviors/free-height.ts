/**
 * Tells the styles of an element where a share of its parent's height is no height for it. State `afloat`: it is out of the
 * flow, and its own `top` and `bottom` count; `shareless`: that share is nothing (a closed parent, or WebKit in a dialog), as
 * long as it is. `root` is as large as the element inside. Call it after layouts.
 */
export function freeHeight(host: HTMLElement, root: HTMLElement, states: CustomStateSet | undefined) {
  return (): void => {
    const { position } = getComputedStyle(host)
    if (position === 'absolute' || position === 'fixed') states?.add('afloat')
    else states?.delete('afloat')
    states?.delete('shareless')
    if (root.offsetWidth && !root.offsetHeight) states?.add('shareless')
  }
}
