// What only those need who keep order, or ask for it

export { foldOrder } from './order-facts.ts'
export { roomModeration } from './room-moderation.ts'
