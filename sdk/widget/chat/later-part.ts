// What a chat needs soon, but not to be seen: it is loaded once the chat is painted

export { whyBlocked } from '../i18n/en-failure.ts'
export { enQuestion } from '../i18n/en-question.ts'
export { cssText } from '../styles/later.css.ts'
export { copyText } from '../views/copy-text.ts'
export { createLink, createMention } from '../views/draw-pieces.ts'
export { createFailure } from '../views/failure.ts'
export { findPieces } from '../views/find-pieces.ts'
export { createJump } from '../views/jump.ts'
export { createQuestion } from '../views/question.ts'
export { createTyping } from '../views/typing.ts'
export { writeTyped } from '../views/write-typed.ts'
export { LaterBehaviors } from './later-behaviors.ts'
