import type { Report } from '../../../protocol/moderation.ts'
import { el } from '../../views/el.ts'
import { type Desk, nameOf } from './desk.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'
import type { OrderActs } from './order-acts.ts'
import type { RowHost } from './pages.ts'
import { createActs, createEntry, createQuote } from './person.ts'

/** A report: the message as it stood, who found it wrong and why; or somebody who asks to have something lifted. */
export function createReportRow(desk: Desk, report: Report, host: RowHost, acts: OrderActs): HTMLElement {
  const { message, by, category, note, at, appeal } = report
  const { room } = desk
  const who = appeal?.user ?? message?.user ?? by
  const close = async () => (await desk.ask()).closeReport(room.name, report.report)
  const closes = [words.close, () => void host.act(close, words.closed)] as const
  const says = note ? [el('p', css.says, {}, note)] : []
  if (appeal) {
    const { kind } = appeal
    const lift = async () => {
      await (await desk.ask()).lift(room.name, who.id, kind)
      await close()
    }
    const lifts = [words.lift, () => void host.act(lift, words.lifted(nameOf(who)))] as const
    return createEntry(who, `${words.asksLift(kind)} · ${desk.when(at)}`, ...says, createActs(who, [lifts, closes]))
  }
  const remove = async (id: string) => {
    const state = await room.delete(id).settled
    if (state.status === 'failed') throw state.error
    host.say(words.deletedOne)
  }
  const ofMessage = message
    ? ([
        [words.goTo, () => acts.goTo(message.seq)],
        [words.deleteOne, () => void host.act(() => remove(message.id)), look.danger],
        [`${words.kinds.mute}…`, () => acts.sanction(who, 'mute', 'reports')],
        [`${words.kinds.ban}…`, () => acts.sanction(who, 'ban', 'reports')],
      ] as const)
    : []
  return createEntry(
    who,
    message ? desk.when(message.sentAt) : '',
    createQuote(message?.text ?? words.gone, !!message),
    el('p', css.quiet, {}, words.reportedBy(category, nameOf(by), desk.when(at))),
    ...says,
    createActs(who, [...ofMessage, closes]),
  )
}
