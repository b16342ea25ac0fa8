import type { EventWrite } from '../ports/store.ts'

/** What is of any length in an event that waits for its seq. */
export function textOf({ content }: EventWrite): string {
  if (content.kind === 'room_changed') return JSON.stringify(content.changes)
  return 'text' in content ? content.text : ''
}
