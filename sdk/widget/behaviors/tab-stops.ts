/** Whether it can be seen, and so can take the focus. */
export function reachable(element: Element): boolean {
  return !element.closest('[hidden],[inert]') && element.checkVisibility?.({ visibilityProperty: true }) !== false
}

const STOPS = '[tabindex="0"],textarea,input,button,a[href]'

/** Where Tab stops inside `box`, in order. */
export function tabStops(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(STOPS)].filter(
    element => !element.matches('[tabindex="-1"],:disabled') && reachable(element),
  )
}

/** The element inside `box` that should take the focus: what Tab was on, a field, the first stop, or the box itself. */
export function focusTarget(box: HTMLElement): HTMLElement {
  const stops = tabStops(box)
  return stops.find(each => each.matches('[tabindex="0"],textarea,input')) ?? stops[0] ?? box
}
