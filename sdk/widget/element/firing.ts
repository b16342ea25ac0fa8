import type { Fire } from '../chat/events.ts'

/** Fires the events of one element. */
export function firing(element: EventTarget): Fire {
  return (type, detail, cancelable = false) =>
    element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }))
}
