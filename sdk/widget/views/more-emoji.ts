/** Of the event `more-emoji` on the box of a chat: somebody wants to react with one that a menu does not have. */
export interface MoreEmoji {
  messageId: string
  /** What is asked for. */
  title: string
}
