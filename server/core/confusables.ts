import { CONFUSABLES } from './confusables-data.ts'

const PROTOTYPES = new Map(CONFUSABLES.split(' ').flatMap(group => readGroup(group)))
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

function readGroup(text: string): [string, string][] {
  const [prototype = '', sources = ''] = text.split(':')
  const to = String.fromCodePoint(...prototype.split('-').map(base36))
  const group: [string, string][] = []
  let code = 0
  for (const step of sources.split(',')) {
    code += base36(step)
    group.push([String.fromCodePoint(code), to])
  }
  return group
}

function base36(digits: string): number {
  return Number.parseInt(digits, 36)
}

/** The UTS #39 skeleton of an NFKC text: two texts that look alike have the same one. It is for comparing only. */
function skeleton(text: string): string {
  let result = ''
  for (const char of text.normalize('NFD').replace(INVISIBLE, '')) result += PROTOTYPES.get(char) ?? char
  return result.normalize('NFD')
}

/** Code point by code point, so that a final sigma folds as any other; a capital sharp s is small before it is `SS`. */
function fold(text: string): string {
  let result = ''
  for (const char of text.toLowerCase().toUpperCase()) result += char.toLowerCase()
  return result
}

/**
 * The keys under which a name is held; two names look the same if they share one. Both orders count: `Ivan` is `ivan`
 * in another case, and `lvan` to the eye.
 */
export function lookAlikeKeys(name: string): string[] {
  const [folded, seen] = [fold(skeleton(name)), skeleton(fold(name))]
  return folded === seen ? [folded] : [folded, seen]
}
