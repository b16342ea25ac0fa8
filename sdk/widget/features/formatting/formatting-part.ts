// How texts with marks are shown; loaded once the first messages are painted

export { format, plain } from './format.ts'
export { cssText } from './formatting-sheet.css.ts'
export { offerShortcodes } from './shortcodes.ts'
export { wrapByKeys } from './wrap-selection.ts'
