import fc from 'fast-check'
import type { Content } from '../../../server/ports/room-log.ts'
import type { EventWrite } from '../../../server/ports/store.ts'

const USERS = ['a:1', 'a:2', 'g:3', 'g:4', 'a:5']
const kind = fc.constantFrom(
  'say',
  'say',
  'say',
  'answer',
  'edit',
  'delete',
  'react',
  'react',
  'react',
  'pin',
  'room',
  'member',
)

/** A few hundred writes to some rooms, which change what was written before. `begin`: the time of the first. */
export function randomWrites(begin: number, rooms: readonly string[], most = 120): fc.Arbitrary<EventWrite[]> {
  const step = fc.record({
    kind,
    room: fc.constantFrom(...rooms),
    user: fc.constantFrom(...USERS),
    at: fc.nat(1_000),
    text: fc.constantFrom('one', 'two words', 'drei ünd', '\u{1F600}'),
    emoji: fc.constantFrom('👍', '🎉'),
    on: fc.constantFrom(true, true, false),
  })
  return fc.array(step, { minLength: 1, maxLength: most }).map(steps => {
    const ids = new Map<string, string[]>(rooms.map(room => [room, []]))
    return steps.map(({ kind, room, user, at, text, emoji, on }, n): EventWrite => {
      const said = ids.get(room) ?? []
      const id = `id${n}`
      const messageId = said[at % Math.max(1, said.length)] ?? 'none'
      const contents: Record<typeof kind, Content> = {
        say: { kind: 'new_message', text, mentions: at % 5 === 0 ? [{ id: 'a:1' }] : undefined },
        answer: { kind: 'new_message', text, replyTo: messageId },
        edit: { kind: 'message_edited', messageId, text: `${text} edited`, withinMs: 1e12 },
        delete: {
          kind: 'message_deleted',
          messageId,
          by: at % 2 ? 'moderator' : 'author',
          hidden: at % 4 === 1 || undefined,
        },
        react: { kind: 'reaction', messageId: said[at % 2] ?? 'none', emoji, on, kinds: 5, own: 5 },
        pin: { kind: 'message_pinned', messageId, on, most: 9 },
        room: { kind: 'room_changed', changes: { topic: `${text} ${n}` } },
        member: { kind: 'member_changed', member: { id: 'a:2', name: 'Two' }, role: on ? 'member' : 'moderator' },
      }
      const content = contents[kind]
      if (content.kind === 'new_message') said.push(id)
      return {
        kind: 'event',
        room,
        user: { id: user, name: `Name ${user}` },
        cid: `c${n}`,
        id,
        sentAt: begin + n,
        content,
      }
    })
  })
}
