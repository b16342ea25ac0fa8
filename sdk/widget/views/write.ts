import type { MessageItem } from '../../store/view-model.ts'
import { laterKnown } from './later.ts'
import { unmarked } from './unmarked.ts'
import type { ViewOptions } from './view.ts'
import type { Written } from './written.ts'

/** How a message that was not deleted is shown. */
export function write(now: MessageItem, options: ViewOptions, me: string | undefined): Written {
  const later = laterKnown()
  return (!options.typed?.() && later?.format?.(now, options, me)) || later?.writeTyped(now, me) || unmarked(now.text)
}
