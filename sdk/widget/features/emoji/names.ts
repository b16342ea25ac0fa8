/// <reference path="./data.d.ts" />
import { locale } from '../../../lib/locale.ts'
import { loadFile } from '../../parts/load-file.ts'

/** The names of emoji: a file for each language that the data has. */
const FILES = {
  bn: () => import('./data/names-bn.emoji'),
  da: () => import('./data/names-da.emoji'),
  de: () => import('./data/names-de.emoji'),
  en: () => import('./data/names-en.emoji'),
  'en-gb': () => import('./data/names-en-gb.emoji'),
  es: () => import('./data/names-es.emoji'),
  'es-mx': () => import('./data/names-es-mx.emoji'),
  et: () => import('./data/names-et.emoji'),
  fi: () => import('./data/names-fi.emoji'),
  fr: () => import('./data/names-fr.emoji'),
  hi: () => import('./data/names-hi.emoji'),
  hu: () => import('./data/names-hu.emoji'),
  it: () => import('./data/names-it.emoji'),
  ja: () => import('./data/names-ja.emoji'),
  ko: () => import('./data/names-ko.emoji'),
  lt: () => import('./data/names-lt.emoji'),
  ms: () => import('./data/names-ms.emoji'),
  nb: () => import('./data/names-nb.emoji'),
  nl: () => import('./data/names-nl.emoji'),
  pl: () => import('./data/names-pl.emoji'),
  pt: () => import('./data/names-pt.emoji'),
  ru: () => import('./data/names-ru.emoji'),
  sv: () => import('./data/names-sv.emoji'),
  th: () => import('./data/names-th.emoji'),
  uk: () => import('./data/names-uk.emoji'),
  vi: () => import('./data/names-vi.emoji'),
  zh: () => import('./data/names-zh.emoji'),
  'zh-hant': () => import('./data/names-zh-hant.emoji'),
}
export type NamesLanguage = keyof typeof FILES
export const NAMES_LANGUAGES = Object.keys(FILES) as NamesLanguage[]

/** Where one writes and counts otherwise than where most who speak it live. */
const REGIONS: Record<string, NamesLanguage> = { 'en-US': 'en', 'es-ES': 'es', 'zh-Hant': 'zh-hant' }
const ELSEWHERE: Record<string, NamesLanguage> = { en: 'en-gb', es: 'es-mx' }
/** What has names under another language's. */
const SAME: Record<string, NamesLanguage> = { no: 'nb', nn: 'nb' }

/** The language whose names a reader of `lang` is shown; of one that has none, English. */
export function namesLanguage(lang: string | undefined): NamesLanguage {
  const { language, region, script } = new Intl.Locale(locale(lang) ?? 'en').maximize()
  const exact = REGIONS[`${language}-${script}`] ?? REGIONS[`${language}-${region}`]
  const found = exact ?? ELSEWHERE[language] ?? SAME[language] ?? language
  return found in FILES ? (found as NamesLanguage) : 'en'
}

/** By language; there are no more than files. */
const loaded = new Map<NamesLanguage, string[]>()

/** Their lines: for each emoji its name, and behind a `|` each what else it is looked for by. Rejects with ChatError. */
export async function loadNames(language: NamesLanguage, server: string): Promise<string[]> {
  const known = loaded.get(language)
  if (known) return known
  const { text } = await loadFile(FILES[language], server)
  const lines = text.split('\n')
  loaded.set(language, lines)
  return lines
}
