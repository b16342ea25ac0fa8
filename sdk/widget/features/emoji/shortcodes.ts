/// <reference path="./data.d.ts" />
import { loadFile } from '../../parts/load-file.ts'
import { loadCodes } from './codes.ts'
import { parseGlyphs } from './emoji.ts'
import { supported } from './supported.ts'

/** The emoji that a browser shows, by each of their codes. Rejects with ChatError. */
export async function loadShortcodes(server: string, document: Document): Promise<ReadonlyMap<string, string>> {
  const glyphs = loadFile(() => import('./data/glyphs.emoji'), server)
  const [codes, { text }] = await Promise.all([loadCodes(server), glyphs])
  const all = parseGlyphs(text, supported(document)).flat()
  return new Map(all.flatMap(({ index, glyph }) => (codes[index] ?? []).map(code => [code, glyph] as const)))
}
