import { openMessageMenu } from '../../../sdk/widget/features/message-menu/message-menu.ts'
import type { Strings } from '../../../sdk/widget/i18n/en.ts'
import type { Emit } from '../../../sdk/widget/views/view.ts'
import type { GalleryShell } from './gallery-shell.ts'
import type { GalleryState } from './states.ts'

/** Opens the menu that a state has open. */
export function openMenu(shell: GalleryShell, { menu, log, rights }: GalleryState, strings: Strings, emit: Emit): void {
  const item = log.items.find(each => each.key === menu?.key)
  const { chat } = shell
  if (!menu || !chat || item?.kind !== 'message') return
  const row = chat.rowOf(item.seq)
  if (!row) return
  openMessageMenu({ ...chat, strings, emit, row, item, can: rights.can, closed: () => {} })
  if (menu.asks) [...chat.box.querySelectorAll<HTMLElement>('[role=menuitem]')].at(-1)?.click()
}
