import { codePoints, TOPIC_LENGTH } from '../../../protocol/limits.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { words } from './words.ts'

/** What every chat has. It gives the text to be sent, or does what it does. */
export interface BuiltIn {
  name: string
  description: string
  /** Why it cannot be; undefined: it can. */
  refuse(args: string): string | undefined
  /** Gives a text: it is sent in the place of what was typed. */
  text?(args: string): string
  /** Does something else, and gives what is said then. */
  act?(args: string): Promise<string>
}

/** Each line of it in the signs that stand around what is emphasized: also where they are shown as they are it reads as a deed. */
const asDeed = (text: string) => text.replace(/^[^\S\n]*(\S.*?)[^\S\n]*$/gmu, '_$1_')

export const SHRUG = '¯\\_(ツ)_/¯'

export function builtIn(host: TalkHost): readonly BuiltIn[] {
  const mayChange = () => host.view()?.rights.can?.has('change') === true
  const all: BuiltIn[] = [
    {
      name: 'me',
      description: words.me,
      refuse: args => (args ? undefined : words.meNothing),
      text: asDeed,
    },
    {
      name: 'shrug',
      description: words.shrug,
      refuse: () => undefined,
      text: args => `${args} ${SHRUG}`.trim(),
    },
    {
      name: 'topic',
      description: words.topic,
      refuse(args) {
        if (!mayChange()) return words.topicNotAllowed
        if (!args) return words.topicNothing
        return codePoints(args, TOPIC_LENGTH + 1) > TOPIC_LENGTH ? words.topicTooLong(TOPIC_LENGTH) : undefined
      },
      async act(args) {
        const directory = await host.client()?.directory()
        await directory?.change(host.shown()?.room.name ?? '', { topic: args })
        return words.topicSet
      },
    },
  ]
  return all
}
