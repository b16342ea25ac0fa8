import type { Ledger } from './ledger.ts'
import type { Reader } from './reader.ts'

/** Messages of one person that wait for their acknowledgement. */
const AT_ONCE = 12

/** A person who sends all the time, through the real client. Returns what ends it; that resolves when all is sent. */
export function talk(reader: Reader, ledger: Ledger, pauseMs: () => number): () => Promise<void> {
  let count = 0
  let open = 0
  let stopped = false
  let ended: (() => void) | undefined
  const say = async () => {
    const { room } = reader.screens[count % reader.screens.length]!
    open++
    const draft = room.send(`${reader.name} says ${++count}`)
    const state = await draft.settled
    open--
    const user = reader.client.user?.id ?? ''
    if (state.status === 'sent')
      ledger.acknowledge({ room: room.name, user, cid: draft.cid, seq: state.seq, id: state.id })
    else if (!stopped || state.status === 'failed')
      ledger.fault(`a draft of ${reader.name} failed: ${state.status === 'failed' && state.error.code}`)
    if (stopped && open === 0) ended?.()
  }
  const again = () => {
    if (stopped) return
    if (open < AT_ONCE) void say()
    setTimeout(again, pauseMs())
  }
  again()
  return () =>
    new Promise(resolve => {
      stopped = true
      ended = resolve
      if (open === 0) resolve()
    })
}
