// What picks emoji and knows what they are called; loaded when somebody is about to

export { openBook } from './book.ts'
export { openPicker } from './picker.ts'
