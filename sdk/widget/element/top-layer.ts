/**
 * Puts an element above the whole page, or back into it; `raise`: also above others that are there. Browsers without
 * popovers leave it to the styles.
 */
export function topLayer(node: HTMLElement, on: boolean, raise: boolean): void {
  if (!node.showPopover) return
  if (!on) {
    if (node.popover) node.popover = null
    return
  }
  if (node.popover !== 'manual') node.popover = 'manual'
  if (raise && node.matches(':popover-open')) node.hidePopover()
  // Moving an element in the document takes it out of the top layer
  if (node.isConnected && !node.matches(':popover-open')) node.showPopover()
}
