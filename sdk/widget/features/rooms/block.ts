import type { RoomDirectory } from '../../../client/directory-types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, el, say } from '../../views/el.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** Blocks somebody, or takes that back. `attempt` does something else about them, and says here why it failed. */
export function createBlock(
  user: User,
  directory: () => Promise<RoomDirectory>,
): { nodes: HTMLElement[]; attempt(run: (of: RoomDirectory) => Promise<void>): Promise<void> } {
  const state = el('p', css.says, { role: 'status' })
  let blocked = false
  const press = button(`${ghost} ${css.danger}`, {}, () => void attempt(turn), words.block)

  async function attempt(run: (of: RoomDirectory) => Promise<void>): Promise<void> {
    try {
      await run(await directory())
    } catch (error) {
      say(state, words.error(error as ChatError))
    }
  }

  async function turn(of: RoomDirectory): Promise<void> {
    await of.block(user.id, !blocked)
    show(!blocked)
    say(state, blocked ? words.blocked(user.name) : words.unblocked(user.name))
  }

  function show(now: boolean): void {
    blocked = now
    say(press, blocked ? words.unblock : words.block)
  }

  void attempt(async of => show((await of.blocks()).some(({ id }) => id === user.id)))
  return { nodes: [el('p', css.says, {}, words.blockSays), el('div', css.acts, {}, press), state], attempt }
}
