import type { Draft, Room } from '../../sdk/client/types.ts'
import { isPrivate } from './places.ts'
import type { World } from './world.ts'

export interface RoomWatcher {
  world: World
  /** Of the page. */
  name: string
  /** The server has said that positions are void, on the socket that there is. */
  resynced(): boolean
  draft(draft: Draft): void
  fault(what: string): void
}

/** Notes all that one page is told of a room, and what of it must never be. */
export function watchRoom(room: Room, { world, name, resynced, draft, fault }: RoomWatcher): void {
  let last: number | undefined
  room.on('page', ({ seq, keep }) => {
    world.trace.add(name, `${room.name} page as of ${seq} ${keep ? 'keeps' : 'drops'}`)
    last = seq
  })
  room.on('event', ({ event }) => {
    const { seq, type } = event
    const about = 'messageId' in event ? event.messageId : ''
    const what = type === 'new_message' ? event.text : `${type} ${about}`
    world.trace.add(name, `${room.name} ${seq} ${what}`)
    if (last !== undefined && seq !== last + 1) fault(`showed ${seq} after ${last}`)
    last = seq
  })
  room.on('changed', ({ event, message, before }) => {
    if (event.messageId === message.id && event.seq <= (before.rev ?? 0))
      fault(`told ${event.seq} of ${message.id}, which stood as of ${before.rev}`)
  })
  room.on('members', ({ count, users }) => {
    world.trace.add(name, `${room.name} has ${count}: ${users.map(({ name }) => name).join(', ')}`)
  })
  room.on('gap', ({ from, to }) => {
    world.trace.add(name, `${room.name} gap from ${from} to ${to}`)
    const { network, disk } = world
    if (network.lost === 0 && !resynced() && !disk.isVoid(room.name, to))
      fault(`missed what is between ${from} and ${to}`)
  })
  room.on('draft', draft)
  room.on('state', state => {
    world.trace.add(name, `${room.name} ${state.status}`)
    if (state.status === 'idle') last = undefined
    // whoever is put out of a room of theirs is told so, and what is told is judged where it is said
    const isBanned = world.order !== undefined && state.status === 'refused' && state.error.code === 'banned'
    if (state.status === 'refused' && !isPrivate(room.name) && !isBanned) fault(`was refused: ${state.error.message}`)
  })
}
