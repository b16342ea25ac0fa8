import { createHash } from 'node:crypto'
import { keySlot } from './key-slot.ts'

/** Rooms, people and logins are spread over so many tags: few enough to be walked through, more than a cluster has masters. */
const PARTITIONS = 128
const SLOTS = 16_384

/** What is known of people and rooms is in one place, since it is changed as one. */
export const DIRECTORY_TAG = 'd'

/** Tags whose slots lie evenly spread, one in each part of a cluster. */
export const TAGS: readonly string[] = evenTags()

/** The tag of what has this name. */
export function tagOf(name: string): string {
  return TAGS[createHash('md5').update(name).digest().readUInt32BE(0) % PARTITIONS] as string
}

function evenTags(): string[] {
  const tags: string[] = []
  const slots = SLOTS / PARTITIONS
  for (let part = 0; part < PARTITIONS; part++) {
    let n = part
    while (Math.floor(keySlot(`p${n}`) / slots) !== part) n += PARTITIONS
    tags.push(`p${n}`)
  }
  return tags
}
