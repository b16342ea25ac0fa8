// What its reader has not read: nothing that has to be there before the messages are

export { openMissed } from './missed.ts'
