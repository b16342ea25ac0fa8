import { Completions } from '../completion/completion.ts'
import { openEmoji } from '../emoji/open-emoji.ts'
import { openPins } from '../pins/open-pins.ts'
import { openSearch } from '../search/search-opener.ts'
import type { FeatureName } from './feature-names.ts'
import { latePart } from './late-part.ts'
import { openCommandsLate } from './open-commands.ts'
import { openFormatting } from './open-formatting.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

// Known to more than one of the files that are loaded from here
export { beginsWord, UNSPACED } from '../completion/begins-word.ts'
export { replaceText } from '../completion/replace-text.ts'
export { openedHere } from '../sheet/opened-here.ts'
export { commandIn } from './command-text.ts'
export { keepDraft, keptDraft } from './kept-draft.ts'

type Open = (host: TalkHost) => TalkFeature

/** What is opened beside a conversation, by the name under which a page leaves it out. */
const OPENERS: readonly (readonly [name: FeatureName, open: Open])[] = [
  ['formatting', openFormatting],
  ['emoji', openEmoji],
  ['commands', openCommandsLate],
  ['mentions', host => latePart(host, async () => (await import('../mentions/mentions-part.ts')).openMentions)],
  ['search', openSearch],
  ['pins', openPins],
  ['reading', host => latePart(host, async () => (await import('../reading/reading-part.ts')).openReading)],
  [
    'notifications',
    host => latePart(host, async () => (await import('../notifications/notify-part.ts')).openNotifications),
  ],
]

/** All that makes talking good and is not needed to see a chat; each loads what is its own when it is wanted. */
export function openTalk(chat: Omit<TalkHost, 'completion'>): Required<TalkFeature> {
  const completion = new Completions()
  const host: TalkHost = { ...chat, completion }
  const composing = latePart(host, async () => {
    const { openComposing } = await import('../composing/composing-part.ts')
    return all => openComposing(all, completion)
  })
  const features = [composing, ...OPENERS.filter(([name]) => !host.off(name)).map(([, open]) => open(host))]
  return {
    look() {
      for (const each of features) each.look()
    },
    stop() {
      for (const each of features) each.stop()
    },
    outgoing(message, typed) {
      for (const each of features) {
        const stopped = each.outgoing?.(message, typed)
        if (stopped) return stopped
      }
      return undefined
    },
  }
}
