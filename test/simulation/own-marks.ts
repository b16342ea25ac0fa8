import type { Message } from '../../sdk/protocol/records.ts'
import type { Read } from './lines.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

/**
 * What is stored, with the marks of the reader's own reactions as far as a page can know of them. It hears that somebody has
 * reacted by their id, and knows its own, and that of the guest from whom it went on itself; of another guest who became the
 * same account it is told by what it reads, and by nothing that comes live.
 */
export function withKnownMarks(world: World, tab: Tab, stored: readonly Message[], shown: readonly Read[]): Message[] {
  const { user, guestId } = tab.client
  const known = new Set([user?.id, guestId])
  const others = world.disk.idsOf(user?.id ?? '').filter(id => !known.has(id))
  if (others.length === 0) return [...stored]
  const bySeq = new Map(shown.map(each => [each.seq, each]))
  return stored.map(message => {
    const reactions = message.reactions?.map(each => {
      const reactors = world.disk.reactors.get(`${message.id} ${each.emoji}`)
      if (!others.some(id => reactors?.has(id))) return each
      const { me: _, ...rest } = each
      const seen = bySeq.get(message.seq)?.reactions?.find(({ emoji }) => emoji === each.emoji)
      return seen?.me ? { ...rest, me: true as const } : rest
    })
    return reactions ? { ...message, reactions } : message
  })
}
