import type { TalkHost } from './talk-host.ts'

/**
 * Asked when a sheet is opened that is about one room and one reader; what it returns says whether both are still those
 * that are shown. The login, another person and another room are behind no sheet of before.
 */
export function openedHere(host: Pick<TalkHost, 'client' | 'shown' | 'view'>): () => boolean {
  const place = () => [host.client(), host.shown(), host.client()?.user?.id]
  const before = place()
  return () => host.view()?.screen === 'chat' && place().every((each, index) => each === before[index])
}
