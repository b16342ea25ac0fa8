import { ChatError } from '../../lib/chat-error.ts'
import { toJson } from '../../lib/to-json.ts'
import type { Limits } from '../../protocol/limits.ts'
import type { DraftRequest } from '../draft.ts'
import { checkText } from './check-text.ts'

/** The size of a draft's frame in bytes, with the longest ref. */
export function frameBytes(room: string, cid: string, request: DraftRequest): number {
  return new TextEncoder().encode(toJson({ ...request, ref: Number.MAX_SAFE_INTEGER, room, cid })).length
}

/** The id of the message that it changes. */
export const targetOf = (request: DraftRequest): string | undefined =>
  'messageId' in request ? request.messageId : undefined

export const textOf = (request: DraftRequest): string => ('text' in request ? request.text : '')

/**
 * A request as it will be sent, and its frame's size in bytes. Throws ChatError `invalid_message`, `invalid_emoji`,
 * `bad_request` or `too_large`.
 */
export function checkRequest(
  room: string,
  cid: string,
  input: DraftRequest,
  limits: Limits,
): { request: DraftRequest; bytes: number } {
  const request = checked(input, limits)
  const bytes = frameBytes(room, cid, request)
  if (bytes > limits.frameBytes) throw new ChatError('too_large', 'The message is too large. Shorten it.')
  return { request, bytes }
}

function checked(input: DraftRequest, limits: Limits): DraftRequest {
  if ('messageId' in input && (typeof input.messageId !== 'string' || input.messageId === ''))
    throw new ChatError('bad_request', 'A message is named by its id, a text.')
  switch (input.type) {
    case 'send_message':
    case 'edit_message':
      return { ...input, text: checkText(input.text, limits.messageLength) }
    case 'react':
      if (typeof input.emoji === 'string' && input.emoji !== '') return input
      throw new ChatError('invalid_emoji', 'A reaction is one emoji.')
    default:
      return input
  }
}

/** Whether both are about the same emoji at the same message. */
export const isSameReaction = (one: DraftRequest, other: DraftRequest): boolean =>
  one.type === 'react' && other.type === 'react' && one.messageId === other.messageId && one.emoji === other.emoji
