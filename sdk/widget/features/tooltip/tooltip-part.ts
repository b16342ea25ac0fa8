// What is said of a thing in a message by hover, focus and a finger that rests on it: who reacted, when it was edited

export { startTooltips } from './tooltips.ts'
