import { anyOf, type Deeds, someTab } from './choose.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

/** What people do. */
export function talking(world: World): Deeds {
  const { clock, random } = world
  const room = () => (random() < 0.7 ? ROOMS[0] : ROOMS[1])
  const say = (tab: Tab | undefined, name: string) => {
    if (tab?.alive && !tab.over) tab.say(name)
  }
  return {
    say: () => say(someTab(world), room()),
    'say again': () => say(someTab(world), room()),
    burst: () => {
      const [tab, name, gapMs] = [someTab(world), room(), 150 * random()]
      for (let i = 0; i < 16; i++) clock.after(i * gapMs, () => say(tab, name))
    },
    chorus: () => {
      for (const { tabs } of world.people) say(anyOf(world, tabs), ROOMS[0])
    },
    type: () =>
      someTab(world)
        ?.room(room())
        .setTyping(random() < 0.6),
    'typing storm': () => {
      const name = room()
      for (let i = 0; i < 20; i++) {
        const [tab, active] = [someTab(world), random() < 0.5]
        clock.after(1_000 * random(), () => tab?.alive && tab.room(name).setTyping(active))
      }
    },
    discard: () => {
      const draft = anyOf(world, someTab(world)?.room(room()).drafts ?? [])
      if (!draft) return
      world.drop(draft.cid)
      draft.discard()
    },
    'read back': () => someTab(world)?.stores.get(room())?.dispatch({ type: 'older' }),
  }
}
