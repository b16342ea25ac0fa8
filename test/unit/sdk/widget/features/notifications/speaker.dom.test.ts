import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Room } from '../../../../../../sdk/client/types.ts'
import type { Message } from '../../../../../../sdk/protocol/records.ts'
import { format, plain } from '../../../../../../sdk/widget/features/formatting/format.ts'
import type { Settings } from '../../../../../../sdk/widget/features/notifications/settings.ts'
import { Speaker } from '../../../../../../sdk/widget/features/notifications/speaker.ts'
import type { TalkHost } from '../../../../../../sdk/widget/features/talk/talk-host.ts'
import { shelf } from '../../../../../../sdk/widget/kept/shelf.ts'
import { setLater } from '../../../../../../sdk/widget/views/later.ts'
import { ADA, BOB, message } from '../../../../../support/client-harness.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { VirtualClock } from '../../../../../support/virtual-clock.ts'

class Shown {
  static permission = 'granted'
  static readonly all: Shown[] = []
  onclick: (() => void) | undefined
  onclose: (() => void) | undefined
  open = true
  readonly says: string

  constructor(title: string, { body }: { body: string }) {
    this.says = `${title}: ${body}`
    Shown.all.push(this)
  }
  close() {
    this.open = false
    this.onclose?.()
  }
}
const says = () => Shown.all.map(each => each.says)
const sounds = vi.fn()

beforeEach(() => {
  mount('busy')
  setLater({ format, plain })
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('Notification', Shown)
  const audio = class {
    state = 'closed'
    constructor() {
      sounds()
    }
    close = async () => {}
  }
  vi.stubGlobal('AudioContext', audio)
})
afterEach(() => {
  Shown.all.length = 0
  sounds.mockClear()
  localStorage.clear()
  vi.unstubAllGlobals()
})

/** What tells somebody who does not look, in a room that is shown, beside another one. */
function speaking({ settings = {} as Partial<Settings>, here = false } = {}) {
  const clock = new VirtualClock()
  const did: unknown[] = []
  const unread = new Map<string, number>()
  /** Messages as they stand by now, where that is known. */
  const stands = new Map<string, Partial<Message>>()
  const missed = { here, unreadIn: (room: string) => unread.get(room) }
  let shown = 'lobby'
  const host = {
    clock,
    missed,
    server: () => 'https://chat.example',
    client: () => ({ user: ADA }),
    chrome: () => ({ atEnd: true }),
    shown: () => ({
      room: { name: shown },
      view: { log: { items: [1, 2].map(seq => ({ kind: 'message', seq })) } },
    }),
    off: () => false,
    open: () => did.push('open'),
    go: (room: string) => {
      shown = room
      did.push(`go ${room}`)
    },
    emit: (intent: unknown) => did.push(intent),
  }
  const speaker = new Speaker({
    host: host as unknown as TalkHost,
    settings: () => ({ level: 'all', rooms: {}, sound: false, desktop: true, ...settings }),
    shelf: shelf('local', `spoken ${Math.random()}`),
  })
  const hear = (room: string, seq: number, fields: Partial<Message> = {}, live = true) =>
    speaker.message(
      { name: room, info: { kind: 'open' }, message: (id: string) => stands.get(id) } as unknown as Room,
      message(seq, { room, user: BOB, ...fields }) as unknown as Message,
      live,
    )
  return { clock, did, unread, stands, missed, speaker, hear }
}

test('[NT5] the system shows what a text says, not its marks', async () => {
  const { clock, hear } = speaking()
  hear('lobby', 1, { text: '**look** at `this` ||he dies||\n> quote' })
  await clock.run(1_000)
  expect(says()).toEqual(['Bob in #lobby: look at this Spoiler quote'])
})

test('[NT7] what came during an absence is told in one word, and of its rooms', async () => {
  const { clock, hear } = speaking({ settings: { rooms: { quiet: 'none', some: 'mentions' } } })
  for (const seq of [1, 2, 3]) hear('lobby', seq, {}, false)
  hear('news', 1, {}, false)
  hear('quiet', 1, {}, false)
  hear('some', 1, {}, false)
  hear('some', 2, { mentions: [ADA] }, false)
  await clock.run(5_000)
  expect(says()).toEqual(['#lobby, #news, #some: 5 new messages'])
})

test('[NT8] messages that come together make one sound, those that come later another', async () => {
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true } })
  const { clock, hear } = speaking({ settings: { sound: true } })
  for (const seq of [1, 2, 3]) hear('lobby', seq)
  await clock.run(2_000)
  expect(sounds).toHaveBeenCalledTimes(1)
  await clock.run(3_000)
  hear('lobby', 4)
  await clock.run(2_000)
  expect(sounds).toHaveBeenCalledTimes(2)
})

test('[NT8] no sound where it is turned off, nobody has done anything in the page yet, or somebody looks', async () => {
  const quiet = async (active: boolean, options: Parameters<typeof speaking>[0]) => {
    vi.stubGlobal('navigator', { userActivation: { hasBeenActive: active } })
    const { clock, hear } = speaking(options)
    hear('lobby', 1)
    await clock.run(2_000)
    expect(sounds).not.toHaveBeenCalled()
  }
  await quiet(true, { settings: { sound: false } })
  await quiet(false, { settings: { sound: true } })
  await quiet(true, { settings: { sound: true }, here: true })
})

test('[NT9] a press opens the chat and its room, and leads to the message', async () => {
  const { clock, did, hear } = speaking()
  hear('news', 2)
  await clock.run(1_000)
  expect(did).toEqual([])
  Shown.all[0]?.onclick?.()
  await clock.run(1_000)
  expect(did).toEqual(['open', 'go news', { type: 'show', seq: 2 }])
  expect(Shown.all[0]?.open).toBe(false)
})

test('[NT9] what is read is shown no more, and nothing once the chat ends', async () => {
  const { clock, unread, speaker, hear } = speaking()
  hear('lobby', 1)
  hear('news', 1)
  await clock.run(1_000)
  const open = () => Shown.all.map(each => each.open)
  unread.set('lobby', 1)
  unread.set('news', 1)
  speaker.look()
  expect(open()).toEqual([true, true])
  unread.set('news', 0)
  speaker.look()
  expect(open()).toEqual([true, false])
  speaker.stop()
  expect(open()).toEqual([false, false])
})

test('[NT12] of a thousand messages in a second six are told, in a second tab as in the first', async () => {
  const claims: string[] = []
  const request = async (name: string, _: object, then: (lock: object | null) => unknown) => {
    claims.push(name)
    then(claims.indexOf(name) === claims.length - 1 ? {} : null)
  }
  vi.stubGlobal('navigator', { locks: { request } })
  const [one, two] = [speaking(), speaking()]
  await one.clock.run(1_000 - (one.clock.now() % 1_000))
  await two.clock.run(1_000 - (two.clock.now() % 1_000))
  for (let seq = 1; seq <= 1_000; seq++) for (const tab of [one, two]) tab.hear('lobby', seq)
  for (const tab of [one, two]) await tab.clock.run(900)
  expect(claims).toHaveLength(12)
  expect(Shown.all).toHaveLength(6)
  await one.clock.run(1_000)
  one.hear('lobby', 1_001)
  await one.clock.run(1_000)
  expect(Shown.all).toHaveLength(7)
})

test('[NT14] a message that is deleted before it is told makes no word and no sound; one that is edited is told as it is', async () => {
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true } })
  const { clock, stands, hear } = speaking({ settings: { sound: true } })
  hear('lobby', 1, { id: 'm1', text: 'a secret' })
  stands.set('m1', { id: 'm1', text: '', deleted: true })
  await clock.run(1_000)
  expect([says(), sounds.mock.calls.length]).toEqual([[], 0])
  hear('lobby', 2, { id: 'm2', text: 'a secret' })
  stands.set('m2', { id: 'm2', text: 'nothing' })
  await clock.run(1_000)
  expect([says(), sounds.mock.calls.length]).toEqual([['Bob in #lobby: nothing'], 1])
})
