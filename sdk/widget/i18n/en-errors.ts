import type { ChatError } from '../../lib/chat-error.ts'

/** What happened and what to do, in words for people. Errors bring their own English; other languages go by the code. */
export function sentences({ code, message, retryAfterMs = 0 }: ChatError): string {
  const seconds = Math.ceil(retryAfterMs / 1000)
  return code === 'rate_limited' && seconds > 0 ? `That was too fast. Wait ${seconds} s and try again.` : message
}
