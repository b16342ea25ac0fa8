import { expect, test } from 'vitest'
import { LateFeatures } from '../../../../../sdk/widget/chat/late-features.ts'
import { talkOf } from '../../../../../sdk/widget/chat/talk-of.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const clock = new VirtualClock()
/** A chat of which nothing is loaded yet but what shows messages. */
const chatWithout = (without: string) =>
  new LateFeatures({ host: { clock, fire: () => true }, settings: () => ({ without }) } as never)
/** One whose features are loaded, and not yet what makes talking good. */
const talkWithout = (without: string) =>
  talkOf({ clock, server: () => '', off: (name: string) => name === without } as never)

test.each([chatWithout, talkWithout])(
  '[CP12] what is a command is not sent as a text before commands are loaded',
  of => {
    const code = (text: string, { typed = true, without = '', edit = '' } = {}) => {
      const message = { text, room: 'lobby', ...(edit && { edit }) }
      return of(without).outgoing(message, typed ? true : undefined)?.code
    }
    expect(code('/me waves')).toBe('unavailable')
    for (const text of ['a /me', '/usr/bin', '//me', '/ me']) expect(code(text), text).toBeUndefined()
    expect(code('/me waves', { typed: false })).toBeUndefined()
    expect(code('/me waves', { edit: 'm1' })).toBeUndefined()
    expect(code('/me waves', { without: 'commands' })).toBeUndefined()
  },
)
