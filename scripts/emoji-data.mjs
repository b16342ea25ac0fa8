import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('emojibase-data/package.json'))
const read = file => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))

/** How many further words an emoji has beside its name, so that no language is more than 20 kB to load. */
const MOST_TAGS = 3
/** Words that begin with so many same letters are forms of one. */
const STEM = 3
const FEWER_TAGS = new Map([
  ...['bn', 'hi', 'ru', 'uk'].map(language => [language, 1]),
  ...['de', 'fr', 'hu', 'it', 'ja', 'ko', 'lt', 'pl', 'pt', 'th', 'vi', 'zh'].map(language => [language, 2]),
])
/** Tones and hair by themselves. */
const COMPONENTS = 2
/** Of Emoji, after what every browser of today has: each is tried before it is offered. */
const VERSIONS = [12.1, 13, 13.1, 14, 15, 15.1, 16, 17]
const LETTERS = 'abcdefgh'

/** Languages that there are names in, as the files are called. */
export const LANGUAGES = [
  ...['bn', 'da', 'de', 'en', 'en-gb', 'es', 'es-mx', 'et', 'fi', 'fr', 'hi', 'hu', 'it', 'ja', 'ko', 'lt', 'ms'],
  ...['nb', 'nl', 'pl', 'pt', 'ru', 'sv', 'th', 'uk', 'vi', 'zh', 'zh-hant'],
]

/** All that a picker shows, in Unicode's order. */
const all = () =>
  read('en/data.json')
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .sort((a, b) => a.order - b.order)

/** As Unicode recommends it: what is a picture by itself has no sign that makes it one. */
const recommended = emoji => emoji.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, '$1')

/** The letter of a version, from `letters`; nothing or `known`: every browser has it. */
function letterOf(version, letters, known) {
  if (version <= 12) return known
  const at = VERSIONS.indexOf(version)
  if (at < 0) throw new Error(`Emoji ${version} has no letter yet`)
  return letters[at]
}

/**
 * A line for each group, in it the emoji with a space between them. Behind one stands a small letter where it is of a
 * later version, and a capital one where it takes a skin tone: of which version, `O` for any.
 */
export function glyphs() {
  const groups = new Map()
  for (const { emoji, group, version, skins } of all()) {
    const line = groups.get(group) ?? []
    groups.set(group, line)
    const tones = skins ? letterOf(skins[0].version, LETTERS.toUpperCase(), 'O') : ''
    line.push(`${recommended(emoji)}${letterOf(version, LETTERS, '')}${tones}`)
  }
  return [...groups.values()].map(line => line.join(' ')).join('\n')
}

/**
 * A line for each emoji, in the order of `glyphs`: its name, and further words that it is looked for by, those first that
 * are the name in another form, then those that most emoji have.
 */
export function names(language) {
  const known = new Map(read(`${language}/data.json`).map(each => [each.hexcode, each]))
  const labelled = all().map(({ hexcode }) => known.get(hexcode))
  const often = new Map()
  for (const tag of labelled.flatMap(({ tags = [] }) => tags)) often.set(tag, (often.get(tag) ?? 0) + 1)
  return labelled
    .map(({ label, tags = [] }) => {
      const name = label.toLowerCase()
      const stems = (name.match(/[\p{L}\p{M}]+/gu) ?? [])
        .map(word => word.slice(0, STEM))
        .filter(stem => stem.length === STEM)
      const worth = tag => (stems.some(stem => tag.toLowerCase().startsWith(stem)) ? Infinity : often.get(tag))
      // What the name says already finds it
      const more = tags
        .filter(tag => !name.includes(tag.toLowerCase()))
        .sort((a, b) => Math.sign(worth(b) - worth(a)) || 0)
      return [label, ...more.slice(0, FEWER_TAGS.get(language) ?? MOST_TAGS)].join('|')
    })
    .join('\n')
}

/** A line for each emoji, in the same order: what is written for it between two colons. */
export function codes() {
  const [github, cldr] = ['github', 'cldr'].map(set => read(`en/shortcodes/${set}.json`))
  return all()
    .map(({ hexcode }) => [github[hexcode] ?? cldr[hexcode]].flat().join('|'))
    .join('\n')
}

const { version } = read('package.json')
/** On whatever is built from it. */
const NOTICE = `/*! Emoji names: emojibase-data ${version}, (c) 2017-2019 Miles Johnson, MIT licence; see chat-emoji-notice.txt */`

/** What has to be said with the data wherever it goes. */
export const notice = () =>
  `The files chat-emoji-*.mjs hold data of emojibase-data ${version}, https://emojibase.dev, under this licence:\n\n${readFileSync(path.join(folder, 'LICENSE'), 'utf8')}`

function textOf(name) {
  if (name === 'glyphs') return glyphs()
  if (name === 'codes') return codes()
  return names(name.replace(/^names-/, ''))
}

/** A plugin for rollup and vite: `./data/<name>.emoji` is a module with a `text`. */
export function emojiData() {
  return {
    name: 'emoji-data',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id.endsWith('.emoji') && importer ? path.resolve(path.dirname(importer.split('?', 1)[0]), id) : null,
    load: id =>
      id.endsWith('.emoji')
        ? `${NOTICE}\nexport const text = ${JSON.stringify(textOf(path.basename(id, '.emoji')))}`
        : null,
  }
}

/** The files of the data, as scripts/parts.mjs takes them. */
export const emojiParts = sdk =>
  Object.fromEntries(
    ['glyphs', 'codes', ...LANGUAGES.map(language => `names-${language}`)].map(name => [
      `chat-emoji-${name}.mjs`,
      path.join(sdk, `widget/features/emoji/data/${name}.emoji`),
    ]),
  )
