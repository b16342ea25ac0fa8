/** Unread messages are counted so far. */
export const UNREAD_MOST = 100
/** Messages that one count looks at. */
export const UNREAD_LOOKED = 2_000
