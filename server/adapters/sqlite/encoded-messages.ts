import type { Message } from '../../../sdk/protocol/records.ts'
import { rememberEncoded } from '../../wire/encode.ts'

/** What a reader has encoded, with the messages themselves. */
export function withMessages<T extends { texts: readonly string[] }>({
  texts,
  ...rest
}: T): Omit<T, 'texts'> & { messages: Message[] } {
  const messages = texts.map(text => {
    const message = JSON.parse(text) as Message
    rememberEncoded(message, text)
    return message
  })
  return { ...rest, messages }
}

/** The same of what is read once: it is not remembered. */
export function withMessagesOnce<T extends { texts: readonly string[] }>({
  texts,
  ...rest
}: T): Omit<T, 'texts'> & { messages: Message[] } {
  return { ...rest, messages: texts.map(text => JSON.parse(text) as Message) }
}
