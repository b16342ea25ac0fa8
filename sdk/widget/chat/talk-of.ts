import { FEATURES } from '../features/talk/feature-names.ts'
import type { TalkHost } from '../features/talk/talk-host.ts'
import { laterKnown } from '../views/later.ts'
import { lateFeature } from './late-feature.ts'

/** Loads what makes talking good once the messages are painted, unless the page leaves all of it out. */
export function talkOf(host: Omit<TalkHost, 'openSheet'>): { look(): void; stop(): void } {
  // A closed panel has something new in it
  const isCalled = () => !host.chrome().open && host.chrome().unread > 0
  const isWanted = () => (laterKnown() || isCalled()) && host.shown()?.view.log.ready && !FEATURES.every(host.off)
  return lateFeature(host, isWanted, async () => (await import('../features/talk/talk-part.ts')).openTalk)
}
