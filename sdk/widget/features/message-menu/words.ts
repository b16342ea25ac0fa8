/** The words of a message's menu. */
export const words = {
  reply: 'Reply',
  react: 'React',
  moreEmoji: 'React with another emoji',
  edit: 'Edit',
  remove: 'Delete',
  removeAsk: 'Delete this message for everybody?',
  keep: 'Keep',
  /** While a deletion can be taken back. */
  going: 'Message deleted.',
  undo: 'Undo',
  goingSaid: 'Message deleted. You can undo this for five seconds.',
  kept: 'Message kept.',
  copy: 'Copy text',
  copied: 'Copied.',
  notCopied: 'This browser does not let the text be copied.',
  report: 'Report…',
  warn: 'Warn…',
  mute: 'Mute…',
  kick: 'Remove…',
  ban: 'Ban…',
  by: (name: string) => `All messages of ${name}`,
}
