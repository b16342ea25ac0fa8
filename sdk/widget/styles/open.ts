/** A property that a page may set, and what holds when it does not. */
export const open = (name: string, fallback: string | number): string => `var(--chat-${name}, ${fallback})`
