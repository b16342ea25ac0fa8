import { loadFile } from '../../parts/load-file.ts'
import { Part } from '../../parts/part.ts'
import { adopt } from '../../styles/sheet.ts'
import { setLater } from '../../views/later.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** Shows texts with marks as they are meant, and puts marks around what is selected in the composer. */
export function openFormatting(host: TalkHost): TalkFeature {
  const part = new Part({
    name: 'chat-formatting.mjs',
    beside: () => import('../formatting/formatting-part.ts'),
    clock: host.clock,
    server: host.server,
    changed: start,
  })
  let field: HTMLTextAreaElement | undefined
  let stopKeys: (() => void) | undefined
  let endOffer: (() => void) | undefined

  function start(): void {
    const { file } = part
    if (!file) return
    adopt(host.root, file.cssText)
    setLater(file)
    attach()
    if (!host.off('emoji')) endOffer ??= file.offerShortcodes({ load: loadCodes, changed: drawAnew })
    host.emit({ type: 'draw' })
  }

  /** Emoji by their names, for texts of who does not write by this element. */
  async function loadCodes(): Promise<ReadonlyMap<string, string>> {
    const { loadShortcodes } = await loadFile(() => import('../emoji/emoji-part.ts'), host.server())
    return loadShortcodes(host.server(), host.root.ownerDocument)
  }

  /** More is known of how texts are shown. */
  function drawAnew(): void {
    setLater({})
    host.emit({ type: 'draw' })
  }

  /** To the field that is shown: a chat screen that was built anew has another one. */
  function attach(): void {
    const now = host.refs()?.composer
    if (!part.file || now === field) return
    stopKeys?.()
    field = now
    stopKeys = now && part.file.wrapByKeys(now)
  }

  part.load()
  start()
  return {
    look: attach,
    stop() {
      part.stop()
      stopKeys?.()
      endOffer?.()
    },
  }
}
