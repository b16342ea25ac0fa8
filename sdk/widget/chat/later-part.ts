// What a chat needs soon, but not to be seen: it is loaded when the page is idle

export { openMenus } from '../behaviors/open-menus.ts'
export { pasteWithin } from '../behaviors/paste-within.ts'
export { switchRegions } from '../behaviors/region-switch.ts'
export { roveFocus } from '../behaviors/roving-focus.ts'
export { enQuestion } from '../i18n/en-question.ts'
export { cssText } from '../styles/later.css.ts'
export { createQuestion } from '../views/question.ts'
