import type { MessageItem } from '../../sdk/store/view-model.ts'
import { anyOf, type Deeds, someone } from './choose.ts'
import type { Person } from './person.ts'
import { CALM_SITE, type SiteGrants } from './site.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

/** What a site makes somebody: everywhere, here and not there, and what means nothing. */
const GRANTS: readonly SiteGrants[] = [
  { roles: ['moderator'], rooms: {} },
  { roles: [], rooms: { lobby: 'moderator' } },
  { roles: [], rooms: { 'ann*': 'owner' } },
  { roles: ['member'], rooms: { 'lob*': 'moderator', annex: 'user' } },
  { roles: ['guest'], rooms: { lobby: 'member', 'z*': 'moderator', annexes: 'moderator' } },
]

/** What becomes of who people are. */
export function identities(world: World): Deeds {
  const { clock, random, site, people } = world
  const { weather } = site
  const of = (kind: Person['kind']) =>
    anyOf(
      world,
      people.filter(person => person.kind === kind && person.loggedIn && !person.gone),
    )
  /** One that this tab shows, and that is not gone. */
  const lately = (tab: Tab | undefined, room: string) => {
    const shown = (tab?.stores.get(room)?.view.log.items ?? []).filter(
      item => item.kind === 'message' && item.id !== undefined && !item.deleted,
    ) as MessageItem[]
    return anyOf(world, shown.slice(-6))
  }
  /** In any tab, under whichever id that is by then. */
  const choose = (person: Person | undefined) => {
    const tab = anyOf(world, person?.tabs ?? [])
    const item = lately(tab, ROOMS[0])
    const emoji = anyOf(world, ['👍', '🎉']) ?? '👍'
    if (tab?.alive && !tab.over && item?.id)
      tab.change(ROOMS[0], { type: 'react', messageId: item.id, emoji, on: random() < 0.8 })
  }
  const upgrade = () => {
    const person = of('guest')
    if (person && person.tabs.length < 2 && random() < 0.5) person.openTab()
    const [tab] = person?.tabs ?? []
    for (let i = 0; i < 8; i++) clock.after(1_500 * random(), () => tab?.alive && !tab.over && tab.say(ROOMS[0]))
    for (let i = 0; i < 8; i++) clock.after(3_000 * random(), () => choose(person))
    const ms = 800 * random()
    clock.after(ms, () => void person?.desk.becomeAccount())
    // in its midst the line breaks, or the server ends
    const fate = random()
    if (fate < 0.3) clock.after(ms + 300 * random(), () => tab?.socket?.end(world.cut()))
    else if (fate < 0.5) clock.after(ms + 300 * random(), () => world.server?.kill('killed'))
  }
  /** Somebody who keeps order, or who did. */
  const order = () => {
    const tab = anyOf(world, of('site')?.tabs ?? [])
    const room = anyOf(world, ROOMS) ?? ROOMS[0]
    const item = lately(tab, room)
    if (!tab?.alive || tab.over || !item?.id) return
    if (random() < 0.25 && !item.own) tab.change(room, { type: 'delete_message', messageId: item.id })
    else tab.change(room, { type: 'pin_message', messageId: item.id, on: !item.pinned })
  }
  /** Which the chat learns by the next token of theirs. */
  const appoint = () => {
    const person = of('site')
    if (!person) return
    const grants = site.grants.has(person.name) && random() < 0.5 ? undefined : anyOf(world, GRANTS)
    if (grants) site.grants.set(person.name, grants)
    else site.grants.delete(person.name)
    world.trace.add(person.name, `is ${JSON.stringify(grants ?? 'nobody special')} for the site`)
    for (let i = 0; i < 6; i++) clock.after(12_000 * random(), order)
  }
  const remove = async () => {
    const person = of(random() < 0.5 ? 'password' : 'site')
    if (!person || people.filter(({ gone }) => !gone).length < 3) return
    const [tab] = person.tabs
    for (let i = 0; i < 3; i++) if (tab?.alive && !tab.over) tab.say(ROOMS[0])
    if (!(await person.desk.deleteAccount())) return
    person.leaveForGood()
    // whoever is cut off now reads on from before
    if (random() < 0.5) {
      const ms = 800 * random()
      clock.after(ms, () => {
        for (const socket of [...world.network.sockets]) socket.end(world.cut())
      })
    }
    // in the midst of what is to be erased
    if (random() < 0.5) clock.after(1_000 + 1_500 * random(), () => world.server?.kill('killed'))
    clock.after(3_000 * random(), () => {
      for (const tab of [...person.tabs]) person.closeTab(tab, 'close')
    })
  }
  /** In the midst of what a guest writes in several tabs. */
  const signIn = () => {
    const person = anyOf(
      world,
      people.filter(each => each.kind === 'guest' && each.place === 'site' && each.loggedIn && !each.gone),
    )
    if (!person) return
    if (person.tabs.length < 2) person.openTab()
    for (let i = 0; i < 10; i++) {
      clock.after(2_500 * random(), () => {
        const tab = anyOf(world, person.tabs)
        if (tab?.alive && !tab.over) tab.say(ROOMS[0])
      })
    }
    for (let i = 0; i < 6; i++) clock.after(3_000 * random(), () => choose(person))
    const ms = 1_200 * random()
    clock.after(ms, () => person.signIn())
    const fate = random()
    if (fate < 0.3) clock.after(ms + 400 * random(), () => anyOf(world, person.tabs)?.socket?.end(world.cut()))
    else if (fate < 0.4) clock.after(ms + 400 * random(), () => world.server?.kill('killed'))
  }
  /** What somebody has on their way comes back to a page that is another's by then. */
  const takeOver = async (person: Person | undefined, begin: () => Promise<void> | void, end: () => void) => {
    if (!person) return
    await begin()
    for (const tab of [...person.tabs]) {
      if (!tab.alive || tab.over) continue
      tab.say(ROOMS[0])
      if (random() < 0.7) tab.socket?.end(world.cut())
      clock.after(1_500 * random(), () => tab.alive && !tab.over && tab.say(ROOMS[0]))
    }
    if (person.tabs.length < 3 && person.loggedIn && !person.gone) person.openTab()
    clock.after(4_000, end)
  }
  const lend = () => {
    const person = anyOf(
      world,
      people.filter(({ jar, loggedIn, gone }) => jar && loggedIn && !gone),
    )
    void takeOver(
      person,
      () => person?.desk.lendBrowser(),
      () => {},
    )
  }
  const another = () =>
    void takeOver(
      of('site'),
      () => {
        weather.another = 0.7
      },
      () => {
        weather.another = 0
      },
    )
  const elsewhere = (how: 'sessions' | 'password') => () => void of('password')?.desk.fromElsewhere(how)
  return {
    'a guest becomes an account': upgrade,
    'another guest becomes an account': upgrade,
    'a guest signs in on the site': signIn,
    'another guest signs in on the site': signIn,
    'somebody else logs in in the browser': lend,
    'somebody else signs in on the site': another,
    'a site names who keeps order': appoint,
    'a site names another who keeps order': appoint,
    order: () => {
      for (let i = 0; i < 3; i++) clock.after(2_000 * random(), order)
    },
    'logins are ended elsewhere': elsewhere('sessions'),
    'an account is deleted': () => void remove(),
    'a password is changed elsewhere': elsewhere('password'),
    'a long time': () => {
      const person = someone(world)
      for (let i = 0; i < 4; i++) {
        clock.after(40_000 * random(), () => {
          const tab = anyOf(world, person?.tabs ?? [])
          if (tab?.alive && !tab.over) tab.say(ROOMS[0])
        })
      }
    },
    'slow endpoint': () => {
      weather.slowMs = 8_000 * random() ** 2
    },
    'failing endpoint': () => {
      weather.failing = random()
    },
    'endpoint of before': () => {
      weather.expired = 0.5 * random()
    },
    'endpoint of another': () => {
      weather.another = 0.5 * random()
    },
    'endpoint of nobody': () => {
      weather.signedOut = 0.3 * random()
    },
    'endpoint works': () => Object.assign(weather, CALM_SITE),
  }
}
