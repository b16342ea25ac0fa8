import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { HeldEvent, SanctionEvent } from '../../../sdk/protocol/events.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import type { Active } from '../hub-context.ts'

/** Tells somebody what was laid on them or lifted; who may be on this server no longer is put out of it. */
export function tellSanction(connections: readonly Active[], news: DirectoryNews): void {
  if (news.type === 'hold') {
    const { room, hold, outcome } = news
    tell(connections, { type: 'held', room, hold, outcome })
  }
  if (news.type !== 'rights') return
  const { room, sanction, lifted } = news
  if (lifted !== undefined && lifted !== 'watch')
    tell(connections, { type: 'sanction', room, kind: lifted, lifted: true })
  if (sanction === undefined || sanction.kind === 'watch') return
  const { kind, until, reason } = sanction
  tell(connections, { type: 'sanction', room, kind, until, reason })
  if (room !== '' || (kind !== 'ban' && kind !== 'kick')) return
  for (const { sharer } of connections) sharer.end(CLOSE.removed, 'removed by a moderator')
}

function tell(connections: readonly Active[], event: SanctionEvent | HeldEvent): void {
  const text = JSON.stringify(event)
  for (const { greeted, member } of connections) if (greeted) member.peer.send(text)
}
