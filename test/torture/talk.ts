import type { Draft } from '../../sdk/client/types.ts'
import type { Change, Ledger } from './ledger.ts'
import type { Reader } from './reader.ts'

export interface Pace {
  /** Messages and changes of one person that wait for their acknowledgement. */
  atOnce: number
  /** Between two acts, in ms: at least, and so much more at most. */
  leastMs: number
  moreMs: number
}

const BUSY: Pace = { atOnce: 12, leastMs: 5, moreMs: 20 }
/** How far back a person looks for what to change. */
const RECENT = 30
const EMOJI = ['👍', '🎉', '😀'] as const

/** A person who talks and changes messages all the time, through the real client. Returns what ends it; that resolves when all is sent. */
export function talk(
  reader: Pick<Reader, 'name' | 'client' | 'screens'>,
  ledger: Pick<Ledger, 'acknowledge' | 'fault'>,
  random: () => number,
  { atOnce, leastMs, moreMs } = BUSY,
): () => Promise<void> {
  let count = 0
  let open = 0
  let stopped = false
  let ended: (() => void) | undefined
  const busy = new Set<string>()
  const act = (): Draft => {
    const { room, messages } = reader.screens[count % reader.screens.length]!
    const text = `${reader.name} says ${++count}`
    const recent = messages.slice(-RECENT).filter(({ id, deleted }) => !deleted && !busy.has(id))
    const target = recent[Math.floor(random() * recent.length)]
    const deed = random()
    if (!target || deed < 0.5) return room.send(text)
    if (deed < 0.65) return room.send(text, { replyTo: target.id })
    if (deed < 0.85) {
      const emoji = EMOJI[Math.floor(random() * EMOJI.length)]!
      const mine = room.message(target.id)?.reactions?.find(each => each.emoji === emoji)?.me ?? false
      return room.react(target.id, emoji, !mine)
    }
    if (target.user.id !== reader.client.user?.id) return room.send(text)
    return deed < 0.96 ? room.edit(target.id, text) : room.delete(target.id)
  }
  const go = async () => {
    open++
    const draft = act()
    const { request, cid } = draft
    const target = 'messageId' in request ? request.messageId : ''
    busy.add(target)
    const state = await draft.settled
    busy.delete(target)
    open--
    const user = reader.client.user?.id ?? ''
    if (state.status === 'sent')
      ledger.acknowledge({ room: draft.room, user, cid, seq: state.seq, id: state.id, change: changeOf(draft) })
    // somebody has deleted it meanwhile
    else if (state.status === 'failed' && state.error.code === 'not_found') draft.discard()
    else if (!stopped || state.status === 'failed')
      ledger.fault(`a draft of ${reader.name} failed: ${state.status === 'failed' && state.error.code}`)
    if (stopped && open === 0) ended?.()
  }
  const again = () => {
    if (stopped) return
    if (open < atOnce) void go()
    setTimeout(again, leastMs + random() * moreMs)
  }
  again()
  return () =>
    new Promise(resolve => {
      stopped = true
      ended = resolve
      if (open === 0) resolve()
    })
}

function changeOf({ request }: Draft): Change | undefined {
  switch (request.type) {
    case 'edit_message':
      return { type: request.type, text: request.text }
    case 'delete_message':
    case 'react':
      return { type: request.type }
    default:
      return undefined
  }
}
