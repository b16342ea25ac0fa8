import type { ChatError } from '../../lib/chat-error.ts'
import { EMPTY_TIMELINE } from '../../store/timeline-state.ts'
import type { ViewModel } from '../../store/view-model.ts'

/** What is shown where no chat can begin, since an attribute names no server or room. */
export function failedView(room: string, refused: ChatError): ViewModel {
  const { older, newer, ready } = EMPTY_TIMELINE
  return {
    screen: 'starting',
    room,
    me: undefined,
    connection: { status: 'idle' },
    news: false,
    refused,
    rights: { role: undefined, can: undefined },
    info: {},
    login: { busy: false, error: undefined, name: '' },
    people: { count: 0, users: [], more: false, loading: false },
    log: { items: [], older, newer, ready },
    typing: [],
    composer: { enabled: false, queued: 0, failed: 0, limit: 0 },
  }
}
