import { loadFile } from '../../parts/load-file.ts'
import { attr, el } from '../../views/el.ts'
import type { CompletionEntry } from '../completion/completion.ts'
import { replaceText } from '../completion/replace-text.ts'
import type { onDeviceBack } from '../sheet/sheet-part.ts'
import { openBook } from './book.ts'
import { inCode } from './code-before.ts'
import type { EmojiHost } from './emoji-host.ts'
import type { Picker, PickerOptions } from './picker.ts'
import { replaceCode } from './replace-code.ts'

export interface EmojiActsOptions {
  host: EmojiHost
  /** The text of the data. */
  glyphs: string
  /** The button in the composer. */
  opener: HTMLElement
  onDeviceBack: typeof onDeviceBack
}

/** What can be done with emoji. What opens a picker rejects with ChatError where its file cannot be loaded. */
export function emojiActs({ host, glyphs, opener, onDeviceBack }: EmojiActsOptions) {
  const book = openBook(host, glyphs)
  let picker: Picker | undefined
  const loadPicker = () => loadFile(() => import('./picker-part.ts'), host.server())

  async function open(box: HTMLElement, options: Omit<PickerOptions, 'onDeviceBack'>): Promise<void> {
    const { openPicker } = await loadPicker()
    picker?.close(false)
    if (!box.isConnected) return
    attr(opener, 'aria-expanded', `${options.anchor === opener}`)
    picker = openPicker(host, book, box, {
      ...options,
      onDeviceBack,
      closed(focus) {
        picker = undefined
        attr(opener, 'aria-expanded', 'false')
        options.closed(focus)
      },
    })
  }

  return {
    book,
    loadPicker,
    /** Opens the picker for what is written, or closes it; `raised`: the composer had the focus, and so its keyboard. */
    async write(raised: boolean): Promise<void> {
      if (picker) return picker.close(true)
      const refs = host.refs()
      if (!refs) return
      const { composer, box } = refs
      const after = matchMedia('(pointer: coarse)').matches && !raised ? opener : composer
      await open(box, {
        anchor: opener,
        title: opener.title,
        chosen: [],
        pick: glyph => replaceText(composer, composer.selectionStart, composer.selectionEnd, glyph),
        closed: focus => {
          if (focus) after.focus({ preventScroll: true })
        },
      })
    },
    /** Opens it for a reaction to the message of a row. */
    async react(box: HTMLElement, row: HTMLElement, messageId: string, title: string): Promise<void> {
      const mine = () => {
        const item = host.shown()?.view.log.items.find(each => each.kind === 'message' && each.id === messageId)
        const reactions = (item?.kind === 'message' && item.reactions) || []
        return reactions.filter(({ me }) => me).map(({ emoji }) => emoji)
      }
      await open(box, {
        anchor: row.querySelector<HTMLElement>('[part~=bubble]') ?? row,
        title,
        chosen: mine(),
        pick: emoji => host.emit({ type: 'react', messageId, emoji, on: !mine().includes(emoji) }),
        closed: focus => {
          if (focus) row.focus({ preventScroll: true })
        },
      })
    },
    /** What stands behind a colon before the caret may become. */
    async complete({ value, selectionEnd }: HTMLTextAreaElement, query: string): Promise<CompletionEntry[]> {
      if (inCode(value.slice(0, selectionEnd))) return []
      const found = await book.complete(query)
      return found.map(({ glyph, name, shortcode }) => ({
        key: glyph,
        label: name,
        hint: `:${shortcode}:`,
        hintLang: 'en',
        mark: () => el('span', '', { 'aria-hidden': 'true' }, glyph),
      }))
    },
    replaceCode: (field: HTMLTextAreaElement) => replaceCode(field, book),
    stop: () => picker?.close(false),
  }
}
