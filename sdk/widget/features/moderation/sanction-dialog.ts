import { REASON_LENGTH } from '../../../protocol/moderation.ts'
import type { SanctionKind } from '../../../protocol/policy.ts'
import type { User } from '../../../protocol/records.ts'
import { isAccount } from '../../../protocol/user-of.ts'
import { attr, el, say } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { createCheck, createChoice } from './choice.ts'
import { type Desk, nameOf } from './desk.ts'
import { createForm, createNote, labelled } from './form.ts'
import * as css from './moderation.css.ts'
import { words } from './moderator-words.ts'
import { KINDS } from './words.ts'

export interface SanctionOptions {
  user: User
  kind: SanctionKind
  /** It is laid; `text`: what was done. */
  done(text: string): void
  cancel(): void
}

/** Asks what to lay on somebody, for how long and why. */
export function showSanction(sheet: Sheet, desk: Desk, { user, kind: first, done, cancel }: SanctionOptions): void {
  const { room } = desk
  const name = nameOf(user)
  const what = createChoice('order-kind', Object.entries(words.kinds))
  const says = el('p', css.says, { id: 'order-says' })
  const long = createChoice('order-time', [])
  const time = labelled(words.howLong, long)
  const reason = createNote('order-reason', REASON_LENGTH)
  const wipe = createChoice('order-delete', words.deleteTimes)
  const address = createCheck('order-address', words.address, words.addressSays)
  const everywhere = createCheck('order-everywhere', words.everywhere)
  attr(what, 'aria-describedby', says.id)
  what.value = first

  const kind = () => KINDS.find(each => each === what.value) ?? first
  const form = createForm({
    fields: [
      labelled(words.what, what),
      says,
      time,
      labelled(words.sanctionReason(name), reason),
      labelled(words.deletes, wipe),
      address.node,
      everywhere.node,
    ],
    submit: words.kinds[first],
    async run() {
      const laid = await (await desk.ask()).sanction(room.name, {
        user: user.id,
        kind: kind(),
        forMs: (isTimed() && Number(long.value)) || undefined,
        reason: reason.value.trim() || undefined,
        everywhere: everywhere.box.checked || undefined,
        address: isOfAddress() || undefined,
        deleteMs: Number(wipe.value) || undefined,
      })
      done(words.laid(kind(), name, desk.until(laid.until)))
    },
    cancel,
  })

  const isOfAddress = () => !address.node.hidden && address.box.checked
  const isTimed = () => kind() !== 'warn' && !isOfAddress()

  let kicked = false

  /** What there is to choose follows from what is chosen. */
  function follow(): void {
    const { kicks, lasts } = { kicks: kind() === 'kick', lasts: kind() === 'mute' || kind() === 'ban' }
    attr(address.node, 'hidden', !(lasts && desk.owns() && !isAccount(user.id)))
    attr(everywhere.node, 'hidden', !(desk.owns(true) && lasts))
    if (!lasts) everywhere.box.checked = false
    attr(time, 'hidden', !isTimed())
    say(says, words.kindSays[kind()])
    say(form.press, words.kinds[kind()])
    const times: (readonly [number, string])[] = [...(kicks ? [words.aMinute] : []), ...words.times]
    // owners alone do this for ever
    if (lasts && desk.owns()) times.push([0, words.forEver])
    // a removal is short unless it is said otherwise
    const before = kicks === kicked ? long.value : ''
    kicked = kicks
    long.replaceChildren(...times.map(([value, text]) => el('option', '', { value }, text)))
    long.value = times.some(([value]) => `${value}` === before) ? before : `${times[0]?.[0]}`
  }

  for (const each of [what, address.box]) each.addEventListener('change', follow)
  follow()
  sheet.show(name, [form.node], what)
}
