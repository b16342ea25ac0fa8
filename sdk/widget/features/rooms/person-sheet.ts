import type { RoomDirectory } from '../../../client/directory-types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { primary } from '../../styles/login.css.ts'
import { button, el, say } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** What one can do about somebody: write to them alone, and block them. */
export function showPerson(
  sheet: Sheet,
  user: User,
  directory: () => Promise<RoomDirectory>,
  go: (room: string) => void,
): void {
  const state = el('p', css.says, { role: 'status' })
  let blocked = false
  const write = button(primary, {}, () => void act(openDirect), words.message)
  const block = button(`${ghost} ${css.danger}`, {}, () => void act(turn), words.block)
  const failed = (error: unknown) => say(state, words.error(error as ChatError))

  async function act(run: (of: RoomDirectory) => Promise<void>): Promise<void> {
    try {
      await run(await directory())
    } catch (error) {
      failed(error)
    }
  }

  async function openDirect(of: RoomDirectory): Promise<void> {
    const room = await of.openDirect(user.id)
    sheet.close()
    go(room)
  }

  async function turn(of: RoomDirectory): Promise<void> {
    await of.block(user.id, !blocked)
    blocked = !blocked
    show()
    say(state, blocked ? words.blocked(user.name) : words.unblocked(user.name))
  }

  function show(): void {
    say(block, blocked ? words.unblock : words.block)
  }

  void act(async of => {
    blocked = (await of.blocks()).some(({ id }) => id === user.id)
    show()
  })
  sheet.show(
    user.name,
    [
      el('p', css.says, {}, words.messageSays),
      write,
      el('p', css.says, {}, words.blockSays),
      el('div', css.acts, {}, block),
      state,
    ],
    write,
  )
}
