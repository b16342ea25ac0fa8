import { focusedIn, listen } from './behavior.ts'
import { focusTarget, reachable } from './tab-stops.ts'

/** F6 and Shift+F6 go round the regions of the screen; in page mode also from nowhere. */
export function switchRegions(root: HTMLElement, all: readonly HTMLElement[]): () => void {
  const page = root.ownerDocument
  return listen(page, 'keydown', event => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
    const nowhere = root.getAttribute('data-mode') === 'page' && page.activeElement === page.body
    if (!nowhere && !event.composedPath().includes(root)) return
    const regions = all.filter(reachable)
    const focused = focusedIn(root)
    const at = regions.findIndex(region => region.contains(focused))
    const next = event.shiftKey ? (at > 0 ? at : regions.length) - 1 : (at + 1) % regions.length
    const region = regions[next]
    if (!region) return
    event.preventDefault()
    focusTarget(region).focus()
  })
}
