import type { Clock } from '../../../lib/clock.ts'
import { type DeletionEvent, leftOf, type PendingDeletion, pendingDeletion } from '../../../store/pending-deletion.ts'
import type { LogItem, ViewModel } from '../../../store/view-model.ts'
import { focusedIn, listen, undoAll } from '../../behaviors/behavior.ts'
import { link } from '../../styles/base.css.ts'
import { attr, button, detach, el } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { ChatRefs, Emit, ViewOptions } from '../../views/view.ts'
import * as css from './going.css.ts'
import { BIN } from './icons.ts'
import { words } from './words.ts'

export interface GoingOptions extends ViewOptions {
  clock: Clock
  refs: ChatRefs
  /** What is shown. */
  view(): ViewModel | undefined
}

export interface Going {
  /** Where a message is to be deleted it goes, unless that is taken back within some seconds; all else is as before. */
  emit: Emit
  /** After the views changed: keeps the row marked. */
  settle(items: readonly LogItem[]): void
  stop(): void
}

/** A deletion that was sent has arrived after this time, where there is a connection. */
const SENT_MS = 500

/** A deletion waits some seconds before it is sent, with a bar that takes it back; what was begun is never lost. */
export function createGoing({ clock, refs, view, strings, emit }: GoingOptions): Going {
  let pending: PendingDeletion | undefined
  let key: string | undefined
  let marked: HTMLElement | undefined
  let cancel = () => {}
  const takeBack = button(`${link} ${css.undo}`, {}, () => back(), words.undo)
  const node = el(
    'div',
    css.going,
    // It is said in the chat's own way, once
    { part: 'undo', role: 'status', 'aria-live': 'off', lang: strings.lang },
    icon(BIN),
    el('span', css.says, { id: 'going' }, words.going),
    takeBack,
  )

  function rowOf(wanted: string | undefined): HTMLElement | undefined {
    if (wanted === undefined) return undefined
    return ([...refs.list.children] as HTMLElement[]).find(row => row.dataset['key'] === wanted)
  }

  function mark(): void {
    const row = rowOf(pending && key)
    if (marked !== row && marked) {
      attr(marked, 'data-going', false)
      attr(marked, 'aria-describedby', undefined)
    }
    marked = row
    if (!row) return
    attr(row, 'data-going', true)
    attr(row, 'aria-describedby', 'going')
  }

  /** Its reader is still the one who deleted it, and in that room. */
  function isTheirs({ room, user }: PendingDeletion): boolean {
    const now = view()
    return now?.screen === 'chat' && now.room === room && now.me?.id === user
  }

  function step(event: DeletionEvent): boolean {
    const { pending: next, send } = pendingDeletion(pending, event, clock.now())
    cancel()
    if (send && isTheirs(send)) emit({ type: 'delete', messageId: send.messageId })
    pending = next
    if (pending?.since !== undefined) cancel = clock.after(leftOf(pending, clock.now()), () => step({ type: 'time' }))
    show()
    return !!send
  }

  function show(): void {
    if (pending && !node.parentNode) refs.scroller.after(node)
    if (!pending && node.parentNode) {
      const row = rowOf(key)
      // What goes takes the focus with it
      if (node.contains(focusedIn(node))) (row ?? refs.composer).focus({ preventScroll: true })
      detach(node)
    }
    mark()
  }

  function back(): void {
    const row = rowOf(key)
    step({ type: 'take-back' })
    ;(row ?? refs.composer).focus({ preventScroll: true })
    emit({ type: 'say', text: words.kept })
  }

  /** Who is on the bar, by pointer or by focus, is not hurried. */
  function attend(): void {
    const held = node.matches(':hover') || node.contains(focusedIn(node))
    step({ type: held ? 'hold' : 'go-on' })
  }
  const leave = () => step({ type: 'end' })
  const undo = [
    ...(['pointerenter', 'pointerleave', 'focusin', 'pointercancel'] as const).map(type => listen(node, type, attend)),
    listen(node, 'focusout', ({ relatedTarget }) => {
      if (!node.contains(relatedTarget as Node | null) && !node.matches(':hover')) step({ type: 'go-on' })
    }),
    // Also into the browser's cache: nobody knows whether the page comes back
    listen(window, 'pagehide' as 'focus', leave),
    // Firefox sends nothing any more once a page is hidden
    listen(window, 'beforeunload' as 'focus', leave),
  ]

  refs.leave = () => (leave() ? new Promise(resolve => clock.after(SENT_MS, resolve)) : undefined)

  return {
    emit(intent) {
      const now = view()
      if (intent.type !== 'delete' || !now) return emit(intent)
      const { messageId } = intent
      key = now.log.items.find(each => each.kind === 'message' && each.id === messageId)?.key
      step({ type: 'begin', deletion: { messageId, room: now.room, user: now.me?.id } })
      emit({ type: 'say', text: words.goingSaid })
      return undefined
    },
    settle(items) {
      if (!pending) return
      const item = items.find(each => each.key === key)
      const gone = item?.kind === 'message' && item.deleted
      // Somebody else was quicker, or another room is shown by now
      if (gone || !isTheirs(pending)) step({ type: 'take-back' })
      else mark()
    },
    stop() {
      leave()
      refs.leave = undefined
      undoAll(undo)
    },
  }
}
