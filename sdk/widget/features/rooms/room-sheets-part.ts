// What is said of one room or person, and made: loaded once somebody goes to the rooms

export { showCreateRoom } from './create-room.ts'
export { showPerson } from './person-sheet.ts'
export { showRoom } from './room-sheet.ts'
