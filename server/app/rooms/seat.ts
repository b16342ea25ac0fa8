import type { LiveRoom } from './live-room.ts'
import type { SeatIn } from './seats.ts'

export type Seat = SeatIn<LiveRoom>
