import { listen } from './behavior.ts'

const HEIGHT = '--chat-viewport-height'
const TOP = '--chat-viewport-top'

/** Tells the styles what a virtual keyboard leaves of the screen, so that the composer stays in view. Returns what ends it. */
export function avoidKeyboard(node: HTMLElement): () => void {
  const { style } = node
  const view = node.ownerDocument.defaultView
  const viewport = view?.visualViewport
  if (!viewport) return () => {}
  const set = (height: string, top: string) => {
    style.setProperty(HEIGHT, height)
    style.setProperty(TOP, top)
  }
  const measure = () => {
    const { height, offsetTop, scale } = viewport
    // Of a zoomed page fewer pixels fill the screen
    const zoom = node.currentCSSZoom || 1
    // Zoomed in by hand, the viewport is smaller too, but nothing covers the page
    const covered = scale < 1.01 && height < view.innerHeight - 1
    set(covered ? `${height / zoom}px` : '', covered ? `${offsetTop / zoom}px` : '')
  }
  // Not at once, where it would lay out the page: a keyboard is there for nothing else than what has the focus
  const undo = [
    listen(viewport, 'resize', measure),
    listen(viewport, 'scroll', measure),
    listen(node, 'focusin', measure),
  ]
  return () => {
    for (const each of undo) each()
    set('', '')
  }
}
