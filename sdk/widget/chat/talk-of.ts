import { commandsLoading } from '../features/talk/commands-loading.ts'
import { FEATURES } from '../features/talk/feature-names.ts'
import type { TalkFeature, TalkHost } from '../features/talk/talk-host.ts'
import { laterKnown } from '../views/later.ts'
import { lateFeature } from './late-feature.ts'

/** Loads what makes talking good once the messages are painted, unless the page leaves all of it out. */
export function talkOf(host: Omit<TalkHost, 'openSheet' | 'completion'>): Required<TalkFeature> {
  // A closed panel has something new in it
  const isCalled = () => !host.chrome().open && host.chrome().unread > 0
  const isWanted = () => (laterKnown() || isCalled()) && host.shown()?.view.log.ready && !FEATURES.every(host.off)
  const { opened, ...late } = lateFeature(
    host,
    isWanted,
    async () => (await import('../features/talk/talk-part.ts')).openTalk,
  )
  return {
    ...late,
    outgoing(message, typed) {
      const talk = opened()
      if (talk) return talk.outgoing(message, typed)
      return host.off('commands') ? undefined : commandsLoading(message, typed)
    },
  }
}
