import type { FeatureName } from './feature-names.ts'
import { latePart } from './late-part.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** What is opened beside a conversation, by the name under which a page leaves it out. */
const OPENERS: readonly (readonly [name: FeatureName, open: (host: TalkHost) => TalkFeature])[] = [
  ['reading', host => latePart(host, async () => (await import('../reading/reading-part.ts')).openReading)],
  [
    'notifications',
    host => latePart(host, async () => (await import('../notifications/notify-part.ts')).openNotifications),
  ],
]

/** All that makes talking good and is not needed to see a chat; each loads what is its own when it is wanted. */
export function openTalk(host: TalkHost): TalkFeature {
  const features = OPENERS.filter(([name]) => !host.off(name)).map(([, open]) => open(host))
  return {
    look() {
      for (const each of features) each.look()
    },
    stop() {
      for (const each of features) each.stop()
    },
  }
}
