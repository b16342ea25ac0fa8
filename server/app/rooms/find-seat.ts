import type { Active } from '../hub-context.ts'
import type { Seat } from './seat.ts'

/** The seat of a connection in a room that it has joined. */
export function findSeat({ joined }: Pick<Active, 'joined'>, name: string): Seat | undefined {
  return joined.find(({ room }) => room.name === name && !room.gone)
}
