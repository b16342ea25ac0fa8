import type { MemberRole } from '../../sdk/protocol/policy.ts'
import type { MessageItem } from '../../sdk/store/view-model.ts'
import { anyOf, type Deeds } from './choose.ts'
import type { Person } from './person.ts'
import { isPrivate } from './places.ts'
import { askAsStranger } from './stranger.ts'
import type { Tab } from './tab.ts'
import { CALM_STORE, type World } from './world.ts'

const ROLES: readonly (MemberRole | 'none')[] = ['member', 'moderator', 'owner', 'none', 'none']

/** What people do in rooms of their own, and to them. */
export function privateRooms(world: World): Deeds {
  const { clock, random, places } = world
  const accounts = () => world.people.filter(({ kind, loggedIn, gone }) => kind !== 'guest' && loggedIn && !gone)
  const soon = (ms: number, act: () => void) => clock.after(ms * random(), act)
  const tabOf = (person: Person | undefined) =>
    anyOf(
      world,
      (person?.tabs ?? []).filter(({ alive, over }) => alive && !over),
    )
  const other = (person: Person) =>
    anyOf(
      world,
      accounts().filter(each => each !== person && each.userId),
    )
  /** Somebody, and a room of theirs, of which they know. */
  const somewhere = (isSuch: (room: string, person: Person) => boolean = () => true) => {
    const person = anyOf(world, accounts())
    const tab = tabOf(person)
    const rooms = [...(person?.visited ?? [])].filter(room => places.roleOf(room, person?.userId ?? ''))
    const room = anyOf(
      world,
      rooms.filter(each => person && isSuch(each, person)),
    )
    return person && tab && room ? { person, tab, room } : undefined
  }
  const isOwn = (room: string, { userId }: Person) => places.roleOf(room, userId) === 'owner'
  const say = (tab: Tab | undefined, room: string) => {
    if (!tab?.alive || tab.over || !tab.stores.has(room)) return
    const named = [...(places.rooms.get(room)?.members.keys() ?? [])].filter(() => random() < 0.3)
    tab.say(room, undefined, named)
  }
  const lately = (tab: Tab, room: string) =>
    anyOf(
      world,
      ((tab.stores.get(room)?.view.log.items ?? []) as MessageItem[])
        .filter(({ kind, id, deleted }) => kind === 'message' && id !== undefined && !deleted)
        .slice(-6),
    )
  const make = async () => {
    const person = anyOf(world, accounts())
    const room = await tabOf(person)?.ask('create', each =>
      each.create({ kind: 'members', title: `Room ${world.count('room')}` }),
    )
    if (!room || !person) return
    person.visit(room)
    for (let i = 0; i < 2; i++) soon(1_500, () => invite({ person, room }))
  }
  const invite = (at: { person: Person; room: string } | undefined = somewhere()) => {
    const asked = at && other(at.person)
    if (asked) void tabOf(at.person)?.ask('invite', each => each.invite(at.room, asked.userId))
  }
  /** Of what somebody shows, in a room of theirs. */
  const change = () => {
    const at = somewhere()
    const item = at && lately(at.tab, at.room)
    if (!at || !item?.id) return
    const messageId = item.id
    const fate = random()
    if (fate < 0.35) at.tab.change(at.room, { type: 'react', messageId, emoji: '👍', on: random() < 0.7 })
    else if (fate < 0.6 && item.own) {
      at.tab.change(at.room, { type: 'edit_message', messageId, text: world.text('e') })
    } else if (fate < 0.8 && (item.own || isOwn(at.room, at.person))) {
      at.tab.change(at.room, { type: 'delete_message', messageId })
    } else at.tab.change(at.room, { type: 'pin_message', messageId, on: !item.pinned })
  }
  /** An owner gives somebody another role, or puts them out, in the midst of what they do there. */
  const appoint = () => {
    const at = somewhere(isOwn)
    if (!at) return
    const members = [...(places.rooms.get(at.room)?.members.keys() ?? [])]
    const user = anyOf(world, members)
    const role = anyOf(world, ROLES) ?? 'none'
    const whom = world.people.find(({ userId }) => userId === user)
    for (let i = 0; i < 4; i++) soon(2_000, () => say(tabOf(whom), at.room))
    for (let i = 0; i < 3; i++) soon(3_000, () => say(at.tab, at.room))
    if (random() < 0.3) soon(500, () => tabOf(whom)?.socket?.end(world.cut()))
    if (user) soon(800, () => void at.tab.ask(`set ${role}`, each => each.setRole(at.room, user, role)))
  }
  /** While the store is slow: an owner puts out who has just left the room and may be on the way back. */
  const putOutBetween = () => {
    const at = somewhere(isOwn)
    const members = [...(at ? (places.rooms.get(at.room)?.members.keys() ?? []) : [])]
    const user = anyOf(
      world,
      members.filter(each => each !== at?.person.userId),
    )
    const whom = world.people.find(({ userId }) => userId === user)
    if (!at || !user || !whom) return
    world.storeWeather.readMs = 1_500
    clock.after(6_000, () => {
      world.storeWeather.readMs = CALM_STORE.readMs
    })
    const isBack = random() < 0.5
    for (const tab of whom.tabs) {
      if (!tab.alive || tab.over || !tab.stores.has(at.room)) continue
      void tab.room(at.room).leave()
      if (isBack) soon(1_500, () => tab.alive && tab.visit(at.room))
    }
    for (let i = 0; i < 3; i++) soon(1_000, () => say(at.tab, at.room))
    clock.after(800 + 1_500 * random(), () => {
      void at.tab.ask('set none', each => each.setRole(at.room, user, 'none'))
    })
  }
  const read = (at = somewhere()) => {
    const head = at ? world.disk.events(at.room).length : 0
    for (const tab of at?.person.tabs ?? []) {
      soon(2_000, () => {
        const upTo = Math.floor((head + 2) * random())
        void tab.ask('read', async each => each.markRead(at?.room ?? '', upTo))
      })
    }
  }
  const look = async (person = anyOf(world, accounts())) => {
    const tab = tabOf(person)
    const list = await tab?.ask('rooms', each => each.rooms())
    for (const { room, role } of list?.rooms ?? []) {
      if (!isPrivate(room)) continue
      if (role === 'invited') void person?.answer(tab, room)
      else person?.visit(room)
    }
  }
  return {
    'a room is made': () => void make(),
    'another room is made': () => void make(),
    'somebody is asked in': () => invite(),
    'others are asked in': () => {
      for (let i = 0; i < 3; i++) invite()
    },
    'two are alone': async () => {
      const person = anyOf(world, accounts())
      const whom = person && other(person)
      const room = whom && (await tabOf(person)?.ask('direct', each => each.openDirect(whom.userId)))
      if (room) for (const each of [person, whom]) if (random() < 0.8) each.visit(room)
    },
    'somebody looks at their rooms': () => void look(),
    'everybody looks at their rooms': () => {
      for (const person of accounts()) void look(person)
    },
    'talk in a room': () => {
      const at = somewhere()
      for (let i = 0; i < 3; i++) soon(1_500, () => say(at?.tab, at?.room ?? ''))
    },
    'talk of many in a room': () => {
      const at = somewhere()
      for (const person of accounts()) for (let i = 0; i < 2; i++) soon(1_500, () => say(tabOf(person), at?.room ?? ''))
    },
    'change in a room': () => {
      for (let i = 0; i < 3; i++) soon(1_500, change)
    },
    'another role': appoint,
    'out of a room': appoint,
    'out of a room between': putOutBetween,
    'out of a room on the way back': putOutBetween,
    'somebody leaves for good': () => {
      const at = somewhere()
      if (at) void at.tab.ask('leave', each => each.setRole(at.room, at.person.userId, 'none'))
    },
    'a room is set': () => {
      const at = somewhere(isOwn)
      const locked = random() < 0.4
      const slowMs = random() < 0.3 ? 1_500 : 0
      const title = `Title ${world.count('room')}`
      if (at) void at.tab.ask('set', each => each.change(at.room, { title, locked, slowMs }))
    },
    'somebody blocks': () => {
      const at = somewhere()
      const whom = at && other(at.person)
      if (whom) void at.tab.ask('block', each => each.block(whom.userId, random() < 0.5))
    },
    'somebody reads': () => read(),
    'devices read out of order': () => {
      const at = somewhere()
      if (at && at.person.tabs.length < 2) at.person.openTab()
      read(at)
      read(at)
    },
    'somebody wants to read again': () => {
      const at = somewhere()
      const upTo = at ? Math.floor(world.disk.events(at.room).length * random()) : 0
      if (at) void at.tab.ask('unread', each => each.markUnread(at.room, upTo))
    },
    'somebody goes elsewhere': () => {
      const at = somewhere()
      if (!at) return
      void at.tab.room(at.room).leave()
      soon(6_000, () => at.tab.alive && at.tab.stores.has(at.room) && at.tab.visit(at.room))
    },
    'a stranger asks': () => {
      const person = anyOf(world, accounts())
      const rooms = [...places.rooms.keys()].filter(each => !places.roleOf(each, person?.userId ?? ''))
      const room = anyOf(world, rooms)
      if (person && room) void askAsStranger(world, person, room)
    },
  }
}
