import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { codePoints, TITLE_LENGTH, TOPIC_LENGTH } from '../../sdk/protocol/limits.ts'
import type { RoomChanges } from '../../sdk/protocol/records.ts'
import { cleaned } from './note.ts'
import { refusal } from './refusal.ts'

type Texts = Pick<RoomChanges, 'title' | 'topic'>
type CheckedTexts = { ok: true; texts: Texts } | { ok: false; refusal: Refusal }

/** Title and topic of a room as they are kept, where they are given; or why they cannot be. */
export function checkRoomTexts({ title, topic }: Texts): CheckedTexts {
  const texts: Texts = {}
  if (title !== undefined) texts.title = cleaned(title).replace(/\s+/g, ' ')
  if (topic !== undefined) texts.topic = cleaned(topic)
  if (isLonger(texts.title, TITLE_LENGTH)) return tooLong('title', TITLE_LENGTH)
  if (isLonger(texts.topic, TOPIC_LENGTH)) return tooLong('topic', TOPIC_LENGTH)
  return { ok: true, texts }
}

function isLonger(text: string | undefined, most: number): boolean {
  return text !== undefined && codePoints(text, most + 1) > most
}

function tooLong(what: string, most: number): CheckedTexts {
  return { ok: false, refusal: refusal('too_large', `The ${what} is too long. Keep it to ${most} characters.`) }
}
