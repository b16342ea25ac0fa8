import type { OwnHeld } from '../../../protocol/moderation.ts'
import type { Sanction } from '../../../protocol/policy.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { detach } from '../../views/el.ts'
import type { Desk } from './desk.ts'
import { createOwnRows, type OwnRow } from './held-rows.ts'
import type { ModerationHost } from './moderation-host.ts'
import { createNotice, wordsOf } from './notice.ts'
import { createRefused } from './refused-room.ts'
import { KINDS, words } from './words.ts'

/** How often it is said how many minutes are left. ms. */
const EVERY_MS = 15_000

/** What concerns the reader: what was laid on them, and what of theirs waits. `appeal` asks to have something lifted. */
export function createOwnPart(
  host: ModerationHost,
  appeal: (desk: Desk, sanction: Sanction, done: () => void) => void,
) {
  /** Of what it was asked to be lifted, in this page. */
  const appealed = new Set<string>()
  /** By room: what was not let in. */
  const rejected = new Map<string, OwnRow[]>()
  let shown: { store: RoomStore; desk: Desk } | undefined
  let told = ''
  let cancel = () => {}

  const keyOf = ({ kind, until }: Sanction) => `${shown?.store.room.name} ${kind} ${until}`
  const mayAppeal = (sanction: Sanction) => !appealed.has(keyOf(sanction))
  function ask(sanction: Sanction | undefined): void {
    if (!shown || !sanction) return
    appeal(shown.desk, sanction, () => {
      appealed.add(keyOf(sanction))
      again()
    })
  }
  const laid = () => (shown ? lasting(shown.store, shown.desk.now()) : [])
  const notice = createNotice({
    appeal: kind => ask(laid().find(each => each.kind === kind)),
    mayAppeal,
    read: ({ until }) => {
      host.keep({ warned: until ?? Number.MAX_SAFE_INTEGER })
      again()
      host.closed()
    },
  })
  const refused = createRefused({
    appeal: kind => ask(laid().find(each => each.kind === kind) ?? { kind }),
    mayAppeal,
    join: () => void shown?.store.room.join().catch(() => {}),
  })
  const rows = createOwnRows({
    async withdraw(hold) {
      const { desk } = shown ?? {}
      if (!desk) return
      try {
        await (await desk.ask()).withdraw(desk.room.name, hold)
        host.say(words.withdrawn)
        host.closed()
      } catch (error) {
        host.say(words.error(error as never), true)
      }
    },
    rewrite({ hold, text }) {
      const field = host.root.querySelector<HTMLTextAreaElement>('[part=textarea]')
      if (!field) return
      field.value = field.value ? `${field.value}\n${text}` : text
      // Not `Event`, which old libraries replace
      field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
      forget(hold)
      field.focus()
    },
    forget(hold) {
      forget(hold)
      host.closed()
    },
  })

  function forget(hold: string): void {
    const { name } = shown?.store.room ?? { name: '' }
    rejected.set(
      name,
      (rejected.get(name) ?? []).filter(each => each.hold !== hold),
    )
    again()
  }

  function again(): void {
    if (shown) look(shown.store, shown.desk)
  }

  function look(store: RoomStore, desk: Desk): void {
    shown = { store, desk }
    const { view, room } = store
    const all = laid()
    // What is worst is said; a warning only until it is read
    const { warned } = host.note(room.name)
    const [worst] = all.filter(({ kind, until }) => kind !== 'warn' || (until ?? Number.MAX_SAFE_INTEGER) !== warned)
    const composer = host.root.querySelector('[part=composer]')
    const outside = view.refused?.code === 'banned'
    if (worst && composer && !outside) {
      notice.update(desk, worst)
      if (notice.node.nextElementSibling !== composer) composer.before(notice.node)
    } else notice.remove()
    const stage = host.root.querySelector('[part=blocked]')
    const { sanctions } = view.info
    let end = worst?.until
    if (outside && view.refused && stage) end = refused.update(stage, desk, view.refused, outBy(sanctions), !!sanctions)
    else refused.remove()
    tell(outside ? undefined : worst)
    showRows(store)
    cancel()
    // At its end, and before that as often as its minutes are counted
    const left = (end ?? Number.POSITIVE_INFINITY) - desk.now()
    if (worst || outside) cancel = host.clock.after(left > 0 ? Math.min(EVERY_MS, left) : EVERY_MS, again)
  }

  /** Once, to who does not see it. */
  function tell(worst: Sanction | undefined): void {
    const key = worst ? keyOf(worst) : ''
    if (key === told || !shown) return
    told = key
    if (worst) host.say(wordsOf(worst, shown.desk).join(' '), true)
  }

  function showRows({ view, room }: RoomStore): void {
    const waiting: readonly OwnRow[] = view.info.held ?? []
    const all = view.log.newer === 'none' && !view.refused ? [...(rejected.get(room.name) ?? []), ...waiting] : []
    const before = rows.node.childElementCount
    const log = host.root.querySelector('[part=log]')
    rows.update(all)
    if (all.length === 0) detach(rows.node)
    else if (log && log.nextElementSibling !== rows.node) log.after(rows.node)
    // A reader at the end of the log stays there
    if (all.length !== before) host.draw()
  }

  return {
    look,
    ended({ room }: RoomStore, { hold, text }: OwnHeld, outcome: 'approved' | 'rejected') {
      host.say(outcome === 'approved' ? words.approved : words.rejected)
      if (outcome === 'rejected')
        rejected.set(room.name, [...(rejected.get(room.name) ?? []), { hold, text, rejected: true }])
      again()
    },
    stop() {
      cancel()
      notice.remove()
      refused.remove()
      detach(rows.node)
    },
  }
}

/** What was laid on the reader and lasts, the worst first. */
function lasting({ view }: RoomStore, now: number): Sanction[] {
  const all = (view.info.sanctions ?? []).filter(({ until }) => until === undefined || until > now)
  return all.sort((a, b) => KINDS.indexOf(b.kind) - KINDS.indexOf(a.kind))
}

/** What keeps the reader out longest, also if it is over by now. */
function outBy(all: readonly Sanction[] = []): Sanction | undefined {
  const end = ({ until = Number.POSITIVE_INFINITY }: Sanction) => until
  return all.filter(({ kind }) => kind === 'ban' || kind === 'kick').sort((a, b) => end(b) - end(a))[0]
}
