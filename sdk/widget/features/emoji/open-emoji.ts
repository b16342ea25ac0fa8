/// <reference path="./data.d.ts" />
import { listen, undoAll } from '../../behaviors/behavior.ts'
import { loadFile } from '../../parts/load-file.ts'
import { ghost } from '../../styles/base.css.ts'
import { adopt } from '../../styles/sheet.ts'
import { attr, button } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { MoreEmoji } from '../../views/more-emoji.ts'
import type { ChatRefs } from '../../views/view.ts'
import * as css from './button.css.ts'
import { cssText } from './button-sheet.css.ts'
import { codeBefore } from './code-before.ts'
import type { EmojiHost } from './emoji-host.ts'
import { insertText } from './insert-text.ts'
import type { Picker, PickerOptions } from './picker.ts'
import { SMILE } from './smile.ts'

/** Loads what picks emoji once somebody is about to. */
function loader(host: EmojiHost) {
  const load = async () => {
    const server = host.server()
    const [part, glyphs, { onDeviceBack }] = await Promise.all([
      loadFile(() => import('./emoji-part.ts'), server),
      loadFile(() => import('./data/glyphs.emoji'), server),
      // It is there already
      loadFile(() => import('../sheet/sheet-part.ts'), server),
    ])
    return { ...part, onDeviceBack, book: part.openBook(host, glyphs.text) }
  }
  let loading: ReturnType<typeof load> | undefined
  return () => {
    loading ??= load().catch(cause => {
      loading = undefined
      throw cause
    })
    return loading
  }
}

/** Emoji for what is written and for reactions: a button in the composer, one in the menu of a message, and `:smile:`. */
export function openEmoji(host: EmojiHost): { look(): void; stop(): void } {
  const load = loader(host)
  const undo: (() => void)[] = []
  let shown: ChatRefs | undefined
  let picker: Picker | undefined
  /** The composer had the focus when its button was pressed, and so a keyboard of the screen was there. */
  let wrote = false

  async function open(box: HTMLElement, options: () => Omit<PickerOptions, 'onDeviceBack'>): Promise<void> {
    try {
      const { openPicker, onDeviceBack, book } = await load()
      picker?.close(false)
      if (!box.isConnected) return
      const { closed, ...rest } = options()
      attr(opener, 'aria-expanded', rest.opener ? 'true' : 'false')
      picker = openPicker(host, book, box, {
        ...rest,
        onDeviceBack,
        closed(focus) {
          picker = undefined
          attr(opener, 'aria-expanded', 'false')
          closed(focus)
        },
      })
    } catch {
      host.say('Emoji could not be loaded. Try again.', true)
    }
  }

  function write(): void {
    if (picker) {
      picker.close(true)
      return
    }
    const refs = host.refs()
    if (!refs) return
    const { composer, box } = refs
    const touch = matchMedia('(pointer: coarse)').matches
    void open(box, () => ({
      anchor: opener,
      opener,
      title: 'Emoji',
      chosen: [],
      pick: glyph => insertText(composer, glyph, composer.selectionStart, composer.selectionEnd),
      closed: focus => {
        const target = touch && !wrote ? opener : composer
        if (focus) target.focus({ preventScroll: true })
      },
    }))
  }

  const opener = button(
    `${ghost} ${css.button}`,
    {
      part: 'emoji',
      lang: 'en',
      'aria-label': 'Emoji',
      title: 'Emoji',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
    },
    write,
    icon(SMILE),
  )
  const prepare = () => void load().catch(() => {})
  opener.addEventListener('pointerenter', prepare)
  opener.addEventListener('focus', prepare)
  opener.addEventListener('pointerdown', () => {
    wrote = shown !== undefined && host.root.activeElement === shown.composer
  })

  /** Somebody wants another emoji than the menu of a message has. */
  function react(box: HTMLElement, messageId: string): void {
    const row = box.querySelector<HTMLElement>('[data-held]')
    if (!row) return
    const mine = () => {
      const item = host.shown()?.view.log.items.find(each => each.kind === 'message' && each.id === messageId)
      const reactions = (item?.kind === 'message' && item.reactions) || []
      return reactions.filter(({ me }) => me).map(({ emoji }) => emoji)
    }
    void open(box, () => ({
      anchor: row.querySelector<HTMLElement>('[part~=bubble]') ?? row,
      title: 'React with another emoji',
      chosen: mine(),
      pick: emoji => host.emit({ type: 'react', messageId, emoji, on: !mine().includes(emoji) }),
      closed: focus => {
        if (focus) row.focus({ preventScroll: true })
      },
    }))
  }

  /** `:smile:` was typed whole. */
  async function replaceCode(field: HTMLTextAreaElement): Promise<void> {
    const found = codeBefore(field.value, field.selectionEnd)
    if (!found || field.selectionStart !== field.selectionEnd) return
    const { from, code } = found
    try {
      const glyph = await (await load()).book.ofCode(code)
      const to = from + code.length + 2
      // What was typed meanwhile stays behind it
      if (glyph === undefined || field.value.slice(from, to).toLowerCase() !== `:${code}:`) return
      const { selectionStart, selectionEnd } = field
      insertText(field, glyph, from, to)
      const moved = (at: number) => (at >= to ? at - (to - from) + glyph.length : at)
      field.setSelectionRange(moved(selectionStart), moved(selectionEnd))
    } catch {
      // It stays as it was typed
    }
  }

  function attach(refs: ChatRefs): void {
    undoAll(undo)
    shown = refs
    adopt(host.root, cssText)
    // So a menu knows that there are more
    attr(refs.box, 'data-emoji', true)
    undo.push(
      () => attr(refs.box, 'data-emoji', false),
      listen(refs.composer, 'input', event => {
        if (!(event as InputEvent).isComposing) void replaceCode(refs.composer)
      }),
      listen(refs.box, 'more-emoji' as 'input', event => {
        react(refs.box, (event as unknown as CustomEvent<MoreEmoji>).detail.messageId)
      }),
    )
  }

  return {
    look() {
      const refs = host.refs()
      if (refs && refs !== shown) attach(refs)
      const send = refs?.composer.form?.querySelector('[type=submit]')
      if (!refs || !send) return
      if (opener.nextElementSibling !== send) send.before(opener)
      attr(opener, 'disabled', refs.composer.disabled)
    },
    stop() {
      picker?.close(false)
      undoAll(undo)
      opener.remove()
    },
  }
}
