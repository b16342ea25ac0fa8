// A card over the whole panel, for whatever feature has something to show or to ask

export { openSheet } from './sheet.ts'
