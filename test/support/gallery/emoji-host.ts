import { Completions } from '../../../sdk/widget/features/completion/completion.ts'
import type { Emit } from '../../../sdk/widget/views/view.ts'
import { VirtualClock } from '../virtual-clock.ts'
import type { mount } from './mount.ts'
import { STATES } from './states.ts'

/** A mounted chat as what picks emoji sees it; `said` is what was announced. */
export function emojiHost({ root, shell, emit }: ReturnType<typeof mount>, lang = 'en') {
  const clock = new VirtualClock()
  const said: string[] = []
  const host = {
    root,
    clock,
    said,
    completion: new Completions(),
    server: () => 'https://chat.example',
    lang: () => lang,
    storage: () => 'local' as const,
    shown: () => ({ view: STATES.busy }) as never,
    refs: () => shell.chat,
    say: (text: string) => void said.push(text),
    emit: emit as Emit,
  }
  return host
}
