import { shelf } from '../../kept/shelf.ts'
import { findCodes, loadCodes } from './codes.ts'
import { type Emoji, parseGlyphs } from './emoji.ts'
import type { EmojiHost } from './emoji-host.ts'
import { keptEmoji } from './kept-emoji.ts'
import { loadNames, namesLanguage } from './names.ts'
import { findIn, indexNames, type SearchIndex } from './search.ts'
import { supported } from './supported.ts'
import { TONES, toneless, withTone } from './tone.ts'

/** An emoji as it is offered; `as`: in the skin in which it was picked. */
export interface Offered extends Emoji {
  as?: string
}

/** What somebody writes the beginning of. */
export interface EmojiMatch {
  glyph: string
  name: string
  shortcode: string
}

export interface Names {
  language: string
  of(emoji: Emoji): string
  find(query: string): Emoji[]
}

/** Longer texts are no emoji. */
const LONGEST = 40
const MOST_MATCHES = 8

/** The emoji of this browser, with what its reader has chosen of them. `glyphs`: the text of the data. */
export function openBook(host: EmojiHost, glyphs: string) {
  const groups = parseGlyphs(glyphs, supported(host.root.ownerDocument))
  const all = groups.flat()
  const byIndex = new Map(all.map(emoji => [emoji.index, emoji]))
  const byGlyph = new Map(all.map(emoji => [toneless(emoji.glyph), emoji]))
  const kept = () => keptEmoji(shelf(host.storage(), `chat-widget-emoji:${host.server()}`))
  const known = (indices: readonly number[]) => indices.flatMap(index => byIndex.get(index) ?? [])
  const indices = new WeakMap<readonly string[], SearchIndex>()

  const book = {
    groups,
    kept,
    /** As it is shown to this reader, and written. */
    glyph({ glyph, takesTone, as }: Offered, tone = kept().tone()): string {
      return as ?? (takesTone ? withTone(glyph, tone) : glyph)
    },
    /** Those that were picked last and are still known. */
    recents(): Offered[] {
      return kept()
        .recents()
        .flatMap(as => {
          const emoji = as.length <= LONGEST ? byGlyph.get(toneless(as)) : undefined
          const forms = emoji?.takesTone ? TONES.map((_, tone) => withTone(emoji.glyph, tone)) : [emoji?.glyph]
          return emoji && forms.includes(as) ? [{ ...emoji, as }] : []
        })
    },
    /** In the reader's language. Rejects with ChatError. */
    async names(): Promise<Names> {
      const language = namesLanguage(host.lang() ?? navigator.language)
      const lines = await loadNames(language, host.server())
      const index = indices.get(lines) ?? indexNames(lines)
      indices.set(lines, index)
      return {
        language,
        of: emoji => lines[emoji.index]?.split('|', 1)[0] ?? '',
        find: query => known(findIn(index, query)),
      }
    },
    /** What a text that follows a colon may become, the likeliest first. */
    async complete(query: string): Promise<EmojiMatch[]> {
      if (query === '') return []
      const [codes, names] = await Promise.all([loadCodes(host.server()), book.names()])
      const matches = new Map<Emoji, string>()
      for (const { index, code } of findCodes(codes, query))
        for (const emoji of known([index])) matches.set(emoji, code)
      for (const emoji of names.find(query.replaceAll('_', ' ')))
        if (!matches.has(emoji)) matches.set(emoji, codes[emoji.index]?.[0] ?? '')
      const tone = kept().tone()
      return [...matches].slice(0, MOST_MATCHES).map(([emoji, shortcode]) => ({
        glyph: book.glyph(emoji, tone),
        name: names.of(emoji),
        shortcode,
      }))
    },
    /** What is called so between two colons. */
    async ofCode(code: string): Promise<string | undefined> {
      const codes = await loadCodes(host.server())
      const emoji = byIndex.get(codes.findIndex(all => all.includes(code)))
      return emoji && book.glyph(emoji)
    },
  }
  return book
}

export type EmojiBook = ReturnType<typeof openBook>
