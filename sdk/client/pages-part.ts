// What only those need who read on: pages of a room's history, and what changed in them over an absence

export { Pages } from './log/pages.ts'
