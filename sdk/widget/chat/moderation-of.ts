import type { ModerationHost } from '../features/moderation/moderation-host.ts'
import type { OrderIntent } from '../views/view.ts'
import { lateFeature } from './late-feature.ts'

/**
 * Loads what keeps order only where there is something of it: the reader may do so here, was sanctioned, waits for a moderator,
 * or asks for it.
 */
export function moderationOf(host: Omit<ModerationHost, 'openSheet'>): {
  look(): void
  order(intent: OrderIntent): void
  stop(): void
} {
  let asked: OrderIntent | undefined

  function isWanted(): unknown {
    const { info, rights, refused } = host.shown()?.view ?? {}
    const own = info?.sanctions?.length || info?.held?.length || info?.filters?.length || refused?.code === 'banned'
    return asked || own || rights?.can?.has('moderate')
  }

  const { opened, look, stop } = lateFeature(host, isWanted, async () => {
    const { openModeration } = await import('../features/moderation/moderation-part.ts')
    return all => openModeration(all, asked)
  })
  return {
    look,
    stop,
    order(intent) {
      asked = intent
      const moderation = opened()
      if (moderation) moderation.order(intent)
      else look()
    },
  }
}
