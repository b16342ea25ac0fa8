import type { RoomDirectory } from '../../../client/directory-types.ts'
import type { User } from '../../../protocol/records.ts'
import { primary } from '../../styles/login.css.ts'
import { button, el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { createBlock } from './block.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

/** What one can do about somebody: write to them alone, and block them. */
export function showPerson(
  sheet: Sheet,
  user: User,
  directory: () => Promise<RoomDirectory>,
  go: (room: string) => void,
): void {
  const { nodes, attempt } = createBlock(user, directory)
  const write = button(primary, {}, () => void attempt(openDirect), words.message)

  async function openDirect(of: RoomDirectory): Promise<void> {
    const room = await of.openDirect(user.id)
    sheet.close()
    go(room)
  }

  sheet.show(user.name, [el('p', css.says, {}, words.messageSays), write, ...nodes], write)
}
