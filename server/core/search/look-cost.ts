/** Beside its text, what it takes to come to a message. */
const MESSAGE = 200
/** What it takes to look for terms in a text, for each of its UTF-16 units: rare signs are folded one by one. */
const UNIT = 2

/** What looking at a message costs, in bytes of what somebody may read. */
export const lookCost = (text: string): number => MESSAGE + UNIT * text.length
