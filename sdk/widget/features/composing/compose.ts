import type { MessageItem } from '../../../store/view-model.ts'
import { loadFile } from '../../parts/load-file.ts'
import type { TalkHost } from '../talk/talk-host.ts'

/** Has the composer answer or change a message, unless `stands` says otherwise by then; who cannot load that stays as they are. */
export async function compose(
  host: TalkHost,
  as: 'reply' | 'edit',
  item: MessageItem,
  stands: () => boolean,
): Promise<void> {
  try {
    const { createPurpose } = await loadFile(() => import('../message-menu/message-menu.ts'), host.server())
    if (stands()) host.emit({ type: 'compose', writing: { as, item, purpose: createPurpose } })
  } catch {
    // By the message's menu it is tried again
  }
}
