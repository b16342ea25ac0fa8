import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Posted } from './ledger.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

/** What was acknowledged and is neither in the store nor lost with a crash that may lose it; undefined: all is well. */
export function isTrue(disk: SimulatedDisk, { cid, room, userId, request, ack }: Posted): string | undefined {
  if (!ack) return undefined
  const { seq, id } = ack
  if (request.type === 'send_message') {
    const stored = disk.find(request.text)
    const same = stored?.id === id && stored.seq === seq && stored.room === room
    return same || disk.lost.has(id) ? undefined : `${request.text} is stored at ${seq} as ${id}`
  }
  const isSuch = (event: DurableEvent) => {
    // of a pin that was so already: the last change of the message, or the message
    if (event.type === 'new_message') return request.type === 'pin_message' && event.id === request.messageId
    if (!('messageId' in event) || event.messageId !== request.messageId) return false
    switch (request.type) {
      case 'edit_message':
        return event.type === 'message_edited' && event.cid === cid
      case 'delete_message':
        return event.type === 'message_deleted'
      case 'react':
        return (
          event.type === 'reaction' &&
          disk.isSame(event.user.id, userId) &&
          event.emoji === request.emoji &&
          event.on === request.on
        )
      case 'pin_message':
        return true
    }
  }
  if (seq > 0) return disk.holds(room, seq, isSuch) ? undefined : `${request.type} ${cid} is stored at ${seq}`
  // a reaction that was so already: that nobody has it shows nothing
  if (request.type !== 'react' || !request.on) return undefined
  const there = disk.events(room).some(isSuch) || disk.lostEvents.some(isSuch)
  return there ? undefined : `${request.type} ${cid} was so already`
}
