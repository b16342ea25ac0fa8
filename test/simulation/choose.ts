import type { Person } from './person.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

/** What may happen, by name. */
export type Deeds = Record<string, () => void>

export function anyOf<T>({ random }: World, things: readonly T[]): T | undefined {
  return things[Math.floor(random() * things.length)]
}

export function someone(world: World): Person | undefined {
  return anyOf(
    world,
    world.people.filter(({ gone, loggedIn }) => !gone && loggedIn),
  )
}

export function someTab(world: World): Tab | undefined {
  return anyOf(world, someone(world)?.tabs ?? [])
}
