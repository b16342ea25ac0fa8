import type { Room } from '../../../client/types.ts'
import { words } from './words.ts'

/** What a room is called: what somebody named it, whom one talks to in it, or its own name. */
export function titleOf({ name, info: { title, peer } }: Pick<Room, 'name' | 'info'>): string {
  return title || peer?.name || (/^(dm|priv):/.test(name) ? words.untitled : `#${name}`)
}
