import type { MessageItem } from '../../sdk/store/view-model.ts'
import { anyOf, type Deeds, someone, someTab } from './choose.ts'
import type { Tab } from './tab.ts'
import { ROOMS, type World } from './world.ts'

const EMOJI = ['👍', '🎉', '❤️', '😀', '👀'] as const

/** What people do to messages that they see. */
export function changing(world: World): Deeds {
  const { clock, random } = world
  const aRoom = () => (random() < 0.8 ? ROOMS[0] : ROOMS[1])
  const anEmoji = () => anyOf(world, EMOJI) ?? '👍'
  const isAble = (tab: Tab | undefined) => tab?.alive && !tab.over
  /** One that is shown, rather a late one: there several people are at once. */
  const shown = (tab: Tab | undefined, room: string, isSuch: (item: MessageItem) => boolean = () => true) => {
    const items = tab?.stores.get(room)?.view.log.items ?? []
    const able = items.filter(
      item => item.kind === 'message' && item.id !== undefined && !item.deleted && isSuch(item),
    ) as MessageItem[]
    return able[able.length - 1 - Math.floor(able.length * random() ** 3)]
  }
  const own = (item: MessageItem) => item.own
  const edit = (tab: Tab | undefined, room: string, item = shown(tab, room, own), checked = random() < 0.5) => {
    if (!isAble(tab) || !item?.id) return
    const rev = checked ? (item.rev ?? item.seq) : undefined
    tab?.change(room, { type: 'edit_message', messageId: item.id, text: world.text('e'), rev })
  }
  const remove = (tab: Tab | undefined, room: string, item = shown(tab, room, own)) => {
    if (isAble(tab) && item?.id) tab?.change(room, { type: 'delete_message', messageId: item.id })
  }
  const react = (tab: Tab | undefined, room: string, item = shown(tab, room), emoji = anEmoji()) => {
    if (!isAble(tab) || !item?.id) return
    const now = tab?.stores.get(room)?.view.log.items.find(each => each.kind === 'message' && each.id === item.id)
    const reactions = now?.kind === 'message' ? now.reactions : item.reactions
    const mine = reactions?.some(each => each.emoji === emoji && each.me) ?? false
    tab?.change(room, { type: 'react', messageId: item.id, emoji, on: !mine })
  }
  const reply = (tab: Tab | undefined, room: string, item = shown(tab, room)) => {
    if (isAble(tab) && item?.id) tab?.say(room, item.id)
  }
  /** Many at few messages, so that changes meet changes. */
  const flurry = () => {
    const room = aRoom()
    for (let i = 0; i < 12; i++) {
      clock.after(2_500 * random(), () => {
        const tab = someTab(world)
        const deed = random()
        if (deed < 0.45) react(tab, room)
        else if (deed < 0.75) edit(tab, room)
        else if (deed < 0.85) remove(tab, room)
        else reply(tab, room)
      })
    }
  }
  /** Somebody without a connection changes what they still see, while the others go on. */
  const away = () => {
    const person = someone(world)
    const tab = anyOf(world, person?.tabs ?? [])
    if (!person || !tab) return
    void tab.client.disconnect()
    for (let i = 0; i < 5; i++) {
      clock.after(1_500 * random(), () => (anyOf(world, [edit, remove, react, react, reply]) ?? react)(tab, ROOMS[0]))
    }
    for (let i = 0; i < 2; i++) flurry()
    clock.after(1_500 + 8_000 * random(), () => {
      if (!tab.alive) return
      if (random() < 0.5) return void tab.client.connect().catch(() => {})
      person.closeTab(tab, random() < 0.5 ? 'close' : 'crash')
      if (!person.gone) person.openTab()
    })
  }
  /** Pages are asked for while everything in them changes. */
  const lookUp = () => {
    const [tab, room] = [someTab(world), aRoom()]
    const item = shown(tab, room)
    if (!isAble(tab) || !item?.id) return
    const { id, seq, sentAt } = item
    const query = anyOf(world, [{ around: id }, { ids: [id] }, { after: seq - 1 }, { before: seq + 1 }, { at: sentAt }])
    tab
      ?.room(room)
      .history(query)
      .catch(() => {})
    tab?.stores.get(room)?.dispatch({ type: 'older' })
  }
  return {
    'look up in a flurry': () => {
      flurry()
      for (let i = 0; i < 6; i++) clock.after(2_500 * random(), lookUp)
    },
    flurry,
    'another flurry': flurry,
    'changes while away': away,
    edit: () => edit(someTab(world), aRoom()),
    'edit twice': () => {
      const [tab, room] = [someTab(world), aRoom()]
      const item = shown(tab, room, own)
      edit(tab, room, item, false)
      clock.after(400 * random(), () => edit(tab, room, item, false))
    },
    delete: () => remove(someTab(world), aRoom()),
    react: () => react(someTab(world), aRoom()),
    'react on and off': () => {
      const [tab, room] = [someTab(world), aRoom()]
      const [item, emoji] = [shown(tab, room), anEmoji()]
      for (let i = 0; i < 5; i++) {
        clock.after(600 * random() ** 2, () => {
          tab?.look()
          react(tab, room, item, emoji)
        })
      }
    },
    'all react': () => {
      const emoji = anEmoji()
      for (const { tabs } of world.people) {
        const tab = anyOf(world, tabs)
        clock.after(200 * random(), () => react(tab, ROOMS[0], shown(tab, ROOMS[0]), emoji))
      }
    },
    reply: () => reply(someTab(world), aRoom()),
    'reply to what is being deleted': () => {
      const [tab, other, room] = [someTab(world), someTab(world), aRoom()]
      const item = shown(tab, room, own)
      const seen = other?.stores.get(room)?.view.log.items.some(each => each.kind === 'message' && each.id === item?.id)
      if (!item?.id || !seen) return
      clock.after(300 * random(), () => remove(tab, room, item))
      clock.after(300 * random(), () => isAble(other) && other?.say(room, item.id))
      clock.after(600 * random(), () => react(other, room, item))
    },
    'two tabs at one message': () => {
      const person = someone(world)
      const [one, other] = person?.tabs ?? []
      if (person && !other) person.openTab()
      const item = shown(one, ROOMS[0], own)
      for (const tab of [one, other]) {
        const act = anyOf(world, [edit, edit, remove, react]) ?? edit
        clock.after(300 * random(), () => act(tab, ROOMS[0], item))
      }
    },
    // what no page offers, but a program may ask for
    meddle: () => {
      const [tab, room] = [someTab(world), aRoom()]
      const item = shown(tab, room, ({ own }) => !own)
      const deed = random()
      if (deed < 0.4) edit(tab, room, item)
      else if (deed < 0.8) remove(tab, room, item)
      else if (isAble(tab) && item?.id) tab?.change(room, { type: 'pin_message', messageId: item.id, on: true })
    },
  }
}
