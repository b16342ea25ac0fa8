import type { MessageItem } from '../../../store/view-model.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { compose } from './compose.ts'

/** So long before the time is over nobody begins to edit. ms */
const TOO_LATE_MS = 5_000

/** The last message that its author may still change. */
function lastOf(host: TalkHost): MessageItem | undefined {
  const { items = [], newer } = host.view()?.log ?? {}
  // The last ones are not here
  if (newer !== 'none') return undefined
  const since = host.clock.now() - (host.client()?.limits.editMs ?? 0) + TOO_LATE_MS
  for (const item of [...items].reverse())
    if (item.kind === 'message' && item.own && item.id !== undefined && !item.deleted)
      return item.delivery.status === 'sent' && item.sentAt > since ? item : undefined
  return undefined
}

/** In an empty composer: begins to edit the reader's last message; false: there is none that may be. */
export function editLast(host: TalkHost): boolean {
  const field = host.refs()?.composer
  const isFree = () => field?.value === '' && !field.disabled && !host.chrome().writing
  const can = host.view()?.rights.can
  const item = isFree() && (!can || can.has('edit')) ? lastOf(host) : undefined
  if (item) void compose(host, 'edit', item, isFree)
  return item !== undefined
}
