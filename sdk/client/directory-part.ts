// What only those need who go from room to room: which there are, who is in them, and how far they are read

export { roomDirectory } from './room-directory.ts'
