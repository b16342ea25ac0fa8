import type { SanctionToLay } from '../../sdk/client/types.ts'
import type { Filters } from '../../sdk/protocol/filters.ts'
import type { MessageItem } from '../../sdk/store/view-model.ts'
import { anyOf, type Deeds } from './choose.ts'
import { CUT } from './faulty-socket.ts'
import type { Person } from './person.ts'
import { isPrivate } from './places.ts'
import type { Tab } from './tab.ts'
import { ROOMS, WORDS, type World } from './world.ts'

const [BLOCKED, HELD, REPORTED] = WORDS
const WORD_RULES: Filters['words'] = [
  { term: BLOCKED, action: 'block' },
  { term: HELD, action: 'hold' },
  { term: REPORTED, action: 'report' },
]
const FILTERS: readonly Filters[] = [
  { words: WORD_RULES },
  { words: WORD_RULES, hold: 'first' },
  { hold: 'first' },
  { hold: 'everyone' },
  { words: [{ term: REPORTED, action: 'block' }] },
  {},
  {},
]
/** Of each of what is laid on people, how likely it is. */
const KINDS: readonly SanctionToLay['kind'][] = ['mute', 'mute', 'mute', 'kick', 'ban', 'ban', 'warn']

/** What those do who keep order, and those who give them reason to. */
export function keepingOrder(world: World): Deeds {
  const { clock, random, places, people } = world
  const soon = (ms: number, act: () => void) => clock.after(ms * random(), act)
  const isHere = ({ loggedIn, gone }: Person) => loggedIn && !gone
  const tabOf = (person: Person | undefined) =>
    anyOf(
      world,
      (person?.tabs ?? []).filter(({ alive, over }) => alive && !over),
    )
  const aRoom = () => {
    const kept = [...places.rooms.keys()].filter(isPrivate)
    return random() < 0.75 ? ROOMS[0] : (anyOf(world, kept) ?? ROOMS[0])
  }
  /** Somebody who keeps order in a room, or did. */
  const keeper = (isSuch: (room: string, person: Person) => boolean = () => true) => {
    const room = aRoom()
    const able = people.filter(each => isHere(each) && each.stays && isSuch(room, each))
    const tab = tabOf(anyOf(world, able))
    return tab && { tab, room }
  }
  const isOwner = (room: string, { userId }: Person) => places.roleOf(room, userId) === 'owner'
  const offender = (room: string, isSuch: (person: Person) => boolean = () => true) =>
    anyOf(
      world,
      people.filter(each => isHere(each) && isSuch(each) && (!isPrivate(room) || places.roleOf(room, each.userId))),
    )
  const isGuest = ({ kind }: Person) => kind === 'guest'
  const lately = (tab: Tab, room: string, isSuch: (item: MessageItem) => boolean = () => true) =>
    anyOf(
      world,
      ((tab.stores.get(room)?.view.log.items ?? []) as MessageItem[])
        .filter(item => item.kind === 'message' && item.id !== undefined && !item.deleted && isSuch(item))
        .slice(-6),
    )
  /** Whatever one does in a room. */
  const act = (tab: Tab | undefined, room: string) => {
    if (!tab?.alive || tab.over || !tab.stores.has(room)) return
    const item = lately(tab, room)
    const own = lately(tab, room, each => each.own)
    const fate = random()
    if (fate < 0.5 || !item?.id) tab.say(room, random() < 0.2 ? item?.id : undefined)
    else if (fate < 0.7 && own?.id) tab.change(room, { type: 'edit_message', messageId: own.id, text: world.text('e') })
    else if (fate < 0.85) tab.change(room, { type: 'react', messageId: item.id, emoji: '👍', on: random() < 0.7 })
    else if (fate < 0.9 && own?.id) tab.change(room, { type: 'delete_message', messageId: own.id })
    else tab.room(room).setTyping(random() < 0.8)
  }
  /** They come back by themselves where they were put out. */
  const comeBack = (person: Person | undefined, room: string) => {
    for (const tab of person?.tabs ?? [])
      if (tab.alive && !tab.over && tab.stores.has(room) && tab.room(room).state.status === 'refused')
        tab
          .room(room)
          .join()
          .catch(() => {})
  }
  /** Somebody goes on as before, comes back, resumes, and opens another tab. */
  const goOn = (person: Person | undefined, room: string, ms: number) => {
    if (!person) return
    for (let i = 0; i < 7; i++) soon(ms, () => act(tabOf(person), room))
    for (let i = 0; i < 3; i++) soon(ms, () => comeBack(person, room))
    if (random() < 0.3) soon(ms, () => tabOf(person)?.socket?.end(world.cut()))
    if (random() < 0.25) soon(ms, () => isHere(person) && person.tabs.length < 2 && person.openTab())
  }
  const forMs = () => Math.round(800 + 7_000 * random() ** 2)
  const lay = (at: ReturnType<typeof keeper>, whom: Person | undefined, what: Omit<SanctionToLay, 'user'>) => {
    if (!at || !whom?.userId) return
    // under the id that they have now, which may be of a guest of before
    const user = anyOf(world, [whom.userId, whom.userId, ...whom.ids]) ?? whom.userId
    void at.tab.order(`lay ${what.kind}`, each => each.sanction(at.room, { user, ...what }))
  }
  const sanction = (what: Partial<SanctionToLay> = {}, at = keeper(), whom = offender(at?.room ?? '')) => {
    if (!at) return
    goOn(whom, at.room, 6_000)
    const kind = anyOf(world, KINDS) ?? 'mute'
    soon(1_500, () => lay(at, whom, { kind, forMs: forMs(), ...what }))
    soon(2_000, () => act(at.tab, at.room))
  }
  const lift = (at = keeper()) => {
    const laid = anyOf(
      world,
      world.order?.book.laidIn(at?.room ?? '').filter(({ user }) => !user.startsWith('ip:')) ?? [],
    )
    if (!at || !laid || laid.kind === 'watch') return
    const { user, kind } = laid
    const whom = people.find(each => each.isMe(user))
    goOn(whom, at.room, 4_000)
    soon(1_000, () => void at.tab.order(`lift ${kind}`, each => each.lift(at.room, user, kind)))
  }
  const filter = () => {
    const at = keeper()
    const filters = anyOf(world, FILTERS) ?? {}
    const room = at?.room ?? ''
    for (const person of people) goOn(random() < 0.4 ? person : undefined, room, 5_000)
    if (at) void at.tab.order('filter', each => each.setFilters(room, filters))
  }
  /** What waits is looked at, by one who keeps order or by several at once. */
  const resolve = (many: number) => {
    const room = aRoom()
    const approves = random() < 0.7
    for (const person of people.filter(each => each.stays).slice(0, many)) {
      const tab = tabOf(person)
      const waiting = world.order?.book.waitingIn(room).slice(0, 4) ?? []
      for (const { id } of waiting)
        soon(
          1_200,
          () => void tab?.order('resolve', each => each.resolve(room, id, random() < 0.15 ? !approves : approves)),
        )
      if (random() < 0.4) soon(800, () => void tab?.order('held', each => each.held(room)))
    }
  }
  const set = (what: { locked?: boolean; slowMs?: number }) => {
    const at = keeper()
    if (!at) return
    for (const person of people) goOn(random() < 0.5 ? person : undefined, at.room, 5_000)
    void at.tab.ask(`set ${JSON.stringify(what)}`, each => each.change(at.room, what))
  }
  /** Somebody keeps order no more, in the midst of doing so; or does so again. */
  const demote = () => {
    const at = keeper(isOwner)
    const whom = anyOf(
      world,
      people.filter(each => each.stays && isHere(each) && at && !isOwner(at.room, each)),
    )
    if (!at || !whom) return
    const tab = tabOf(whom)
    const role = places.roleOf(at.room, whom.userId) === 'moderator' ? 'member' : 'moderator'
    for (let i = 0; i < 4; i++)
      soon(3_000, () => tab && lay({ tab, room: at.room }, offender(at.room), { kind: 'mute', forMs: forMs() }))
    for (const { id } of world.order?.book.waitingIn(at.room).slice(0, 4) ?? [])
      soon(3_000, () => void tab?.order('resolve', each => each.resolve(at.room, id, true)))
    soon(1_000, () => void at.tab.ask(`set ${role}`, each => each.setRole(at.room, whom.userId, role)))
  }
  /** Drafts that were written without a connection go when there is one again. */
  const away = (whom = offender(ROOMS[0]), then: () => void = () => sanction({}, keeper(), whom)) => {
    const tab = tabOf(whom)
    if (!tab) return
    void tab.client.disconnect()
    for (let i = 0; i < 4; i++) soon(2_000, () => act(tab, ROOMS[0]))
    then()
    clock.after(2_000 + 5_000 * random(), () => tab.alive && void tab.client.connect().catch(() => {}))
  }
  /** Somebody does not hear that what they wrote waits, and sends it again when it has been decided on. */
  const unheard = () => {
    const at = keeper()
    const room = at?.room ?? ''
    const tab = tabOf(offender(room, each => !each.stays))
    if (!at || !tab) return
    void at.tab.order('filter', each => each.setFilters(room, { hold: 'everyone' }))
    clock.after(600, () => {
      if (!tab.alive || tab.over || !tab.stores.has(room)) return
      tab.say(room)
      tab.socket?.end({ ...CUT, upArrives: true })
      void tab.client.disconnect()
    })
    const approves = random() < 0.3
    clock.after(1_800 + 800 * random(), () => {
      for (const { id } of world.order?.book.waitingIn(room).slice(0, 4) ?? [])
        void at.tab.order('resolve', each => each.resolve(room, id, approves))
    })
    clock.after(4_000, () => tab.alive && void tab.client.connect().catch(() => {}))
  }
  /** A guest comes back as a new one, who may be at the same address. */
  const again = () => {
    const whom = offender(ROOMS[0], isGuest)
    const [tab] = whom?.tabs ?? []
    if (!whom || !tab || people.length > 14) return
    whom.leaveForGood()
    void tab.client.logout().catch(() => {})
    clock.after(5_000, () => {
      for (const each of [...whom.tabs]) whom.closeTab(each, 'close')
    })
    const address = random() < 0.75 ? whom.address : `10.0.0.${world.count('address') + 10}`
    const name = `Guest${world.count('guest')}`
    clock.after(1_500 * random(), () => goOn(world.addAs(name, 'guest', 'other', address ?? ''), ROOMS[0], 6_000))
  }
  const becomes = (whom: Person | undefined, how: (person: Person) => void) => {
    goOn(whom, ROOMS[0], 6_000)
    if (whom && random() < 0.8) soon(1_200, () => lay(keeper(), whom, { kind: 'mute', forMs: 4_000 + forMs() }))
    if (whom) soon(3_000, () => !whom.gone && how(whom))
  }
  return {
    'something is laid on somebody': () => sanction(),
    'something is laid on another': () => sanction(),
    'something is laid on somebody in two tabs': () => {
      const at = keeper()
      const whom = offender(at?.room ?? '')
      if (whom && whom.tabs.length < 2) whom.openTab()
      sanction({}, at, whom)
    },
    'several do something at once': () => {
      const at = keeper()
      const whom = offender(at?.room ?? '')
      sanction({}, at, whom)
      if (at)
        for (let i = 0; i < 2; i++)
          soon(1_500, () => lay(keeper(), whom, { kind: anyOf(world, KINDS) ?? 'mute', forMs: forMs() }))
    },
    'what somebody wrote goes, too': () => sanction({ deleteMs: Math.round(60_000 * random()) }),
    'an address is kept out': () => {
      const at = keeper(isOwner)
      const kind = random() < 0.5 ? 'mute' : 'ban'
      sanction({ address: true, kind, forMs: forMs() }, at, offender(ROOMS[0], isGuest))
    },
    'an owner says nothing of an end': () => {
      const at = keeper(isOwner)
      const whom = offender(at?.room ?? '')
      if (at && whom) soon(800, () => lay(at, whom, { kind: random() < 0.6 ? 'mute' : 'ban' }))
      goOn(whom, at?.room ?? '', 5_000)
    },
    'something is lifted': () => lift(),
    'something else is lifted': () => lift(),
    'a room is locked': () => set({ locked: true }),
    'a room is unlocked': () => set({ locked: false }),
    'a room is slow': () => set({ slowMs: random() < 0.6 ? 700 : 0 }),
    'a room has filters': filter,
    'a room has other filters': filter,
    'what waits is looked at': () => resolve(1),
    'several look at what waits': () => resolve(3),
    'somebody does not hear that something waits': unheard,
    'somebody takes back what waits': () => {
      const room = aRoom()
      const tab = tabOf(offender(room))
      const [first] = tab?.room(room).info.held ?? []
      if (first) void tab?.order('withdraw', each => each.withdraw(room, first.hold))
    },
    'somebody keeps order no more': demote,
    'somebody is away': () => away(),
    'somebody is away from a room that is locked': () => away(undefined, () => set({ locked: true })),
    'a guest comes back as another': again,
    'a guest of bad name comes back as another': () => {
      sanction({ kind: random() < 0.5 ? 'mute' : 'ban', forMs: 20_000 }, keeper(), offender(ROOMS[0], isGuest))
      clock.after(2_500, again)
    },
    'a guest becomes an account': () => becomes(offender(ROOMS[0], isGuest), each => void each.desk.becomeAccount()),
    'a guest signs in': () =>
      becomes(
        offender(ROOMS[0], each => isGuest(each) && each.place === 'site'),
        each => each.signIn(),
      ),
    'somebody comes back': () => {
      for (const person of people) for (const room of places.rooms.keys()) comeBack(person, room)
    },
    'somebody reports': () => {
      const room = aRoom()
      const tab = tabOf(offender(room))
      const item = tab && lately(tab, room)
      if (item?.id) void tab?.order('report', each => each.report(room, item.id ?? '', 'spam'))
    },
    'reports are closed': async () => {
      const at = keeper()
      const found = await at?.tab.order('reports', each => each.reports(at.room))
      for (const { report } of found?.reports.slice(0, 2) ?? [])
        void at?.tab.order('close', each => each.closeReport(at.room, report))
      void at?.tab.order('audit', each => each.audit(at.room))
    },
    'somebody appeals': () => {
      const laid = anyOf(world, world.order?.book.laidIn(ROOMS[0]) ?? [])
      const tab = tabOf(people.find(each => isHere(each) && each.isMe(laid?.user ?? '')))
      if (laid && laid.kind !== 'watch')
        void tab?.order('appeal', each => each.appeal(ROOMS[0], laid.kind as 'mute', 'Please'))
    },
  }
}
