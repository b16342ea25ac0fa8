// What a chat needs soon, but not to be seen: it is loaded once the chat is painted

export { whyBlocked } from '../i18n/en-failure.ts'
export { enQuestion } from '../i18n/en-question.ts'
export { cssText } from '../styles/later.css.ts'
export { createFailure } from '../views/failure.ts'
export { createJump } from '../views/jump.ts'
export { findLinks, linkify } from '../views/linkify.ts'
export { pointAt } from '../views/point-at.ts'
export { createQuestion } from '../views/question.ts'
export { showFar } from '../views/show-far.ts'
export { createTyping } from '../views/typing.ts'
export { LaterBehaviors } from './later-behaviors.ts'
