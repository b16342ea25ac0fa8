import type { Message } from './records.ts'

/** Durable: it has `seq`, one more than the room's previous durable event. */
export interface NewMessageEvent extends Message {
  type: 'new_message'
}

/** Events with `seq`; further kinds will follow, so clients advance by `seq` whatever the type. */
export type DurableEvent = NewMessageEvent
