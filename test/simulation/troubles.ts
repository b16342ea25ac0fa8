import { anyOf, type Deeds, someone, someTab } from './choose.ts'
import { CUT } from './faulty-socket.ts'
import { ROOMS, type World } from './world.ts'

/** What happens to clients and their lines. */
export function troubles(world: World): Deeds {
  const { clock, random, network } = world
  const socket = () => anyOf(world, [...network.sockets])
  return {
    cut: () => socket()?.end({ ...CUT, upArrives: random() < 0.3, downArrives: random() < 0.3 }),
    'half-open to the server': () => socket()?.end({ ...CUT, upArrives: random() < 0.5, serverMs: 15_000 * random() }),
    'half-open to the client': () =>
      socket()?.end({ ...CUT, clientMs: random() < 0.5 ? 5_000 * random() : Number.POSITIVE_INFINITY }),
    'cut of all': () => {
      for (const each of [...network.sockets]) each.end({ ...CUT, upArrives: random() < 0.3 })
    },
    'slow reader': () => {
      const slow = socket()
      if (slow) slow.slowUntil = clock.now() + 15_000 * random()
      for (const person of world.people) {
        const [tab] = person.tabs
        for (let i = 0; i < 12; i++) clock.after(3_000 * random(), () => tab?.alive && !tab.over && tab.say(ROOMS[0]))
      }
    },
    disconnect: () => {
      const tab = someTab(world)
      void tab?.client.disconnect()
      const awayMs = random() < 0.5 ? 2_000 * random() : 15_000 * random()
      clock.after(awayMs, () => tab?.alive && void tab.client.connect().catch(() => {}))
    },
    leave: () => {
      const [tab, name] = [someTab(world), random() < 0.7 ? ROOMS[0] : ROOMS[1]]
      if (!tab) return
      void tab.room(name).leave()
      clock.after(
        2_000 * random(),
        () =>
          tab.alive &&
          void tab
            .room(name)
            .join()
            .catch(() => {}),
      )
    },
    'join and leave storm': () => {
      for (let i = 0; i < 8; i++) {
        const tab = someTab(world)
        const leaves = random() < 0.5
        clock.after(800 * random(), () => {
          if (!tab?.alive) return
          if (leaves) void tab.room(ROOMS[0]).leave()
          else
            void tab
              .room(ROOMS[0])
              .join()
              .catch(() => {})
        })
      }
    },
    'another tab': () => {
      const person = someone(world)
      if (person && person.tabs.length < 3) person.openTab()
    },
    reload: () => replaceTab(world, 'close'),
    'tab crash': () => replaceTab(world, 'crash'),
    'clock of a client': () => {
      const ms = (random() < 0.5 ? -1 : 1) * 3_600_000 * random() ** 2
      someTab(world)?.clock.jump(ms)
    },
    newcomer: () => {
      if (world.people.length < 6) world.add(`Guest${world.people.length}`)
    },
    'leave for good': () => {
      const person = someone(world)
      if (!person || person.stays || world.people.filter(({ gone }) => !gone).length < 3) return
      person.leaveForGood()
      for (const tab of [...person.tabs]) person.closeTab(tab, random() < 0.5 ? 'close' : 'crash')
    },
    logout: () => {
      const person = someone(world)
      const [tab] = person?.tabs ?? []
      if (!person || person.stays || !tab || world.people.filter(({ gone }) => !gone).length < 3) return
      person.leaveForGood()
      void tab.client.logout().catch(() => {})
      // the server may not have heard of it
      clock.after(5_000, () => {
        for (const each of [...person.tabs]) person.closeTab(each, 'close')
      })
    },
  }
}

function replaceTab(world: World, how: 'close' | 'crash'): void {
  const person = someone(world)
  const tab = anyOf(world, person?.tabs ?? [])
  if (!person || !tab) return
  person.closeTab(tab, how)
  const awayMs = world.random() < 0.5 ? 0 : 12_000 * world.random()
  world.clock.after(awayMs, () => person.gone || person.openTab())
}
