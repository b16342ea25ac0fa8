import type { DurableEvent } from '../../sdk/protocol/events.ts'

const LINES_AT_ONCE = 500

/** As a line of an export: a message as it stands, or an event that changed one, or the room. */
export function lineOf(event: DurableEvent): object {
  if (event.type !== 'new_message') return event
  const { type: _, ...message } = event
  return message
}

/** Prints lines of JSON, many at once. */
export async function printLines(
  all: Iterable<object> | AsyncIterable<object>,
  print: (text: string) => void,
): Promise<void> {
  let lines: string[] = []
  for await (const each of all) {
    lines.push(`${JSON.stringify(each)}\n`)
    if (lines.length < LINES_AT_ONCE) continue
    print(lines.join(''))
    lines = []
  }
  print(lines.join(''))
}
