import { type Behavior, listen, undoAll } from './behavior.ts'

const HEIGHT = '--chat-viewport-height'
const TOP = '--chat-viewport-top'

/** Tells the styles what a virtual keyboard leaves of the screen, so that the composer stays in view. */
export class KeyboardRoom implements Behavior {
  readonly #node: HTMLElement
  #end: (() => void) | undefined

  constructor(node: HTMLElement) {
    this.#node = node
  }

  start(): void {
    const viewport = globalThis.visualViewport
    if (!viewport || this.#end) return
    const measure = () => {
      const { height, offsetTop, scale } = viewport
      // Zoomed in by hand, the viewport is smaller too, but nothing covers the page
      const covered = scale < 1.01 && height < innerHeight - 1
      this.#set(covered ? `${height}px` : '', covered ? `${offsetTop}px` : '')
    }
    const undo = [listen(viewport, 'resize', measure), listen(viewport, 'scroll', measure)]
    this.#end = () => {
      undoAll(undo)
      this.#set('', '')
    }
    measure()
  }

  stop(): void {
    this.#end?.()
    this.#end = undefined
  }

  #set(height: string, top: string): void {
    this.#node.style.setProperty(HEIGHT, height)
    this.#node.style.setProperty(TOP, top)
  }
}
