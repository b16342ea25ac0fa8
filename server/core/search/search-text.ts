/** A text as it is searched. */
export interface PlacedText {
  text: string
  /** Of each of its UTF-16 units: where what it was made of begins and ends in the text as it was written. */
  starts: number[]
  ends: number[]
}

/**
 * Marks that change no letter for who searches, such as accents and harakat; those of Indic scripts, of Thai and of Kana are
 * letters.
 */
const ACCENTS =
  /(?![\u3099\u309a])(?=\p{M})[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u0640]/gu
/**
 * What is taken as one: a character with all that stands on it, signs that are joined to one, the parts of a Korean
 * syllable. Nothing in one changes what another becomes.
 */
const CLUSTERS =
  /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7fb]+|[^\p{M}][\p{M}\p{Emoji_Modifier}\uff9e\uff9f]*(?:\u200d\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*)*|\p{M}+/gu
const SPACE = /^[\s\p{Cc}]/u
const ASCII = /^[\0-\x7f]*$/
const ASCII_SPACES = /[\0- \x7f]+/g
/** More than it was by this is a sentence in one sign, which stays what it is. */
const MOST_MORE = 6
/** Letters without a form that has its accent apart, and signs that keyboards write in one way and texts in another. */
const LETTERS = new Map(
  [
    ...['øo', 'łl', 'đd', 'ħh', 'ŧt', 'æae', 'œoe', 'ىي', 'ةه', 'یي', 'کك'],
    ...["’'", "‘'", "ʼ'", '“"', '”"', '„"', '–-', '—-', '‐-', '‑-'],
  ].map(([from = '', ...to]) => [from, to.join('')]),
)
/** Clusters of which it is known what they become. */
const MOST_KNOWN = 20_000
const LONGEST_KNOWN = 8
const known = new Map<string, string>()

/**
 * A text without what tells two writings of the same apart: case, accents, harakat, width, what is not seen, and how wide a
 * space is. What stands before or behind a cluster changes nothing of it, so that a part of a text becomes a part.
 */
export function searchText(text: string): string {
  if (ASCII.test(text)) return text.replace(ASCII_SPACES, ' ').toLowerCase()
  let result = ''
  for (const [cluster] of text.matchAll(CLUSTERS)) {
    const folded = foldCluster(cluster)
    if (folded !== ' ' || !result.endsWith(' ')) result += folded
  }
  return result
}

/** The same, and what each unit of it was made of. */
export function placedSearchText(text: string): PlacedText {
  const placed: PlacedText = { text: '', starts: [], ends: [] }
  for (const { 0: cluster, index } of text.matchAll(CLUSTERS)) {
    const folded = foldCluster(cluster)
    const end = index + cluster.length
    if (folded === ' ' && placed.text.endsWith(' ')) placed.ends[placed.ends.length - 1] = end
    else {
      placed.text += folded
      for (let unit = 0; unit < folded.length; unit++) {
        placed.starts.push(index)
        placed.ends.push(end)
      }
    }
  }
  return placed
}

function foldCluster(cluster: string): string {
  const found = known.get(cluster)
  if (found !== undefined) return found
  const folded = fold(cluster)
  if (cluster.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(cluster, folded)
  }
  return folded
}

function fold(cluster: string): string {
  if (SPACE.test(cluster)) return ' '
  const composed = cluster.toWellFormed().normalize('NFC')
  // a letter of its own, and no accent on another
  if (composed === 'й' || composed === 'Й') return 'й'
  const parts = composed.normalize('NFKD')
  const plain = parts.length > composed.length + cluster.length + MOST_MORE ? composed : parts
  let result = ''
  for (const char of small(plain.replace(ACCENTS, '').replace(UNSEEN, ''))) result += LETTERS.get(char) ?? char
  return result.normalize('NFC')
}

/** Letter by letter, so that a final sigma is as any other; through capitals, so that ß is ss, and ı as i. */
function small(text: string): string {
  let result = ''
  for (const char of text.toUpperCase()) result += char.toLowerCase()
  return result
}
