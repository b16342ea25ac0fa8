/** The words of a message's menu. */
export const words = {
  reply: 'Reply',
  react: 'React',
  moreEmoji: 'React with another emoji',
  edit: 'Edit',
  remove: 'Delete',
  removeAsk: 'Delete this message for everybody?',
  keep: 'Keep',
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
