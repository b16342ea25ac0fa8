// What only those need who keep order, or ask for it

export { roomModeration } from './room-moderation.ts'
