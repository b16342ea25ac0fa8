/**
 * Tells the styles of an element where a share of its parent's height is no height for it. State `afloat`: it is out of the
 * flow, and its own `top` and `bottom` count; `shareless`: that share is nothing (WebKit, in a dialog). Call it with the
 * size after layouts.
 */
export function freeHeight(host: HTMLElement, states: CustomStateSet | undefined) {
  return ({ width, height }: DOMRectReadOnly): void => {
    const { position } = getComputedStyle(host)
    if (position === 'absolute' || position === 'fixed') states?.add('afloat')
    else states?.delete('afloat')
    if (width > 0 && height === 0) states?.add('shareless')
  }
}
