import { type Late, late } from '../../parts/late.ts'
import { loadFile } from '../../parts/load-file.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** A feature whose file is loaded at once, and again later where it could not be. */
export function latePart(
  host: TalkHost,
  load: () => Promise<(host: TalkHost) => TalkFeature>,
): Late<TalkFeature> & Required<TalkFeature> {
  const part = late(
    host.clock,
    () => true,
    async () => {
      const opens = await loadFile(load, host.server())
      return () => opens(host)
    },
  )
  return { ...part, outgoing: (message, typed) => part.opened()?.outgoing?.(message, typed) }
}
