// What knows emoji and what they are called; loaded when somebody is about to use one

export { emojiActs } from './emoji-acts.ts'
export { loadShortcodes } from './shortcodes.ts'
