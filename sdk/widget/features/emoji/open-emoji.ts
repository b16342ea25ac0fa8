/// <reference path="./data.d.ts" />
import { listen, undoAll } from '../../behaviors/behavior.ts'
import { loadFile } from '../../parts/load-file.ts'
import { ghost } from '../../styles/base.css.ts'
import { adopt } from '../../styles/sheet.ts'
import { attr, button, detach } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { MoreEmoji } from '../../views/more-emoji.ts'
import type { ChatRefs } from '../../views/view.ts'
import * as css from './button.css.ts'
import { cssText } from './button-sheet.css.ts'
import type { EmojiHost } from './emoji-host.ts'
import { SMILE } from './smile.ts'

/** What may become a code: no smile of signs, nor a time. */
const CODE = /^(?:\p{L}[\p{L}\p{M}\p{N}_+-]{1,39}|[+-]1)$/u
/** A code in colons, just closed. */
const CLOSED = /:[\w+-]+:$/

type Acts = ReturnType<typeof import('./emoji-acts.ts').emojiActs>

/** Emoji for what is written and for reactions: a button in the composer, one in the menu of a message, and `:smile:`. */
export function openEmoji(host: EmojiHost): { look(): void; stop(): void } {
  const undo: (() => void)[] = []
  let shown: ChatRefs | undefined
  let acts: Acts | undefined
  let loading: Promise<Acts> | undefined
  /** The composer had the focus when its button was pressed, and so a keyboard of the screen was there. */
  let raised = false

  async function load(): Promise<Acts> {
    const server = host.server()
    const [{ emojiActs }, { text }, { onDeviceBack }] = await Promise.all([
      loadFile(() => import('./emoji-part.ts'), server),
      loadFile(() => import('./data/glyphs.emoji'), server),
      // It is there already
      loadFile(() => import('../sheet/sheet-part.ts'), server),
    ])
    acts = emojiActs({ host, glyphs: text, opener, onDeviceBack })
    return acts
  }

  /** Once for all that want it; where it could not be loaded, whoever wants it next tries again. */
  function loaded(): Promise<Acts> {
    loading ??= load().catch(error => {
      loading = undefined
      throw error
    })
    return loading
  }

  /** Does this once it is loaded. */
  async function act(run: (acts: Acts) => Promise<unknown>): Promise<void> {
    try {
      await run(await loaded())
    } catch {
      host.say('Emoji could not be loaded. Try again.', true)
    }
  }

  const name = 'Emoji'
  const attributes = {
    lang: 'en',
    'aria-label': name,
    title: name,
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
  }
  const opener = button(
    `${ghost} ${css.button}`,
    { part: 'emoji', ...attributes },
    () => void act(each => each.write(raised)),
    icon(SMILE),
  )
  // Before it is asked for
  for (const type of ['pointerenter', 'focus'])
    opener.addEventListener(type, () => {
      loaded()
        .then(each => each.loadPicker())
        .catch(() => {})
    })
  opener.addEventListener('pointerdown', () => {
    raised = shown !== undefined && host.root.activeElement === shown.composer
  })

  function attach({ box, composer }: ChatRefs): void {
    undoAll(undo)
    adopt(host.root, cssText)
    // So a menu knows that there are more
    attr(box, 'data-emoji', true)
    undo.push(
      () => attr(box, 'data-emoji', false),
      listen(composer, 'input', event => {
        const { value, selectionEnd } = composer
        if (!(event as InputEvent).isComposing && CLOSED.test(value.slice(0, selectionEnd)))
          void act(each => each.replaceCode(composer))
      }),
      listen(box, 'more-emoji' as 'input', event => {
        const { messageId, title } = (event as unknown as CustomEvent<MoreEmoji>).detail
        const row = box.querySelector<HTMLElement>('[data-held]')
        if (row) void act(each => each.react(box, row, messageId, title))
      }),
    )
  }

  const unregister = host.completion.register({
    trigger: ':',
    label: name,
    query: CODE,
    async find(query) {
      const all = await loaded()
      return shown ? all.complete(shown.composer, query) : []
    },
    insert: ({ key }) => key,
  })

  return {
    look() {
      const refs = host.refs()
      if (refs && refs !== shown) attach(refs)
      shown = refs
      const send = refs?.composer.form?.querySelector('[type=submit]')
      if (!refs || !send) return
      if (opener.nextElementSibling !== send) send.before(opener)
      attr(opener, 'disabled', refs.composer.disabled)
    },
    stop() {
      acts?.stop()
      unregister()
      undoAll(undo)
      detach(opener)
    },
  }
}
