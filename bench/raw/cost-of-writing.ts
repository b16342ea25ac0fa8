import { VoidRun } from '../figures.ts'
import type { RawMember } from './raw-members.ts'

/** On their way at once, of each writer. */
const AT_ONCE = 20
/** What was answered reaches every writer in so many ms. */
const MOST_MS = 5_000

export interface WritingSetup {
  /** They write, and read each other. */
  writers: readonly RawMember[]
  room: string
  messages: number
  /** The text of the n-th message, from 0. */
  text: (n: number) => string
  /** The server's CPU so far. Seconds. */
  cpu: () => number
}

/** All of them write, as fast as they are answered, a tenth of it to get warm; throws VoidRun unless each of them sees all of it. */
export async function costOfWriting(setup: WritingSetup): Promise<{ cpuUs: number; perSecond: number }> {
  const { writers, messages, cpu } = setup
  const warm = messages / 10
  await write(setup, warm, 'warm')
  const [began, before] = [performance.now(), cpu()]
  await write(setup, messages, 'said')
  const seconds = (performance.now() - began) / 1_000
  const used = cpu() - before
  const all = messages + warm
  const seen = () => Math.min(...writers.map(({ seqs }) => seqs.size))
  for (let waited = 0; seen() < all && waited < MOST_MS; waited += 50) await new Promise(end => setTimeout(end, 50))
  if (seen() < all) throw new VoidRun(`a reader has seen ${seen()} of ${all} messages`)
  return { cpuUs: (used * 1e6) / messages, perSecond: messages / seconds }
}

async function write({ writers, room, text }: WritingSetup, messages: number, what: string): Promise<void> {
  let next = 0
  const one = async (writer: RawMember) => {
    while (next < messages) {
      const at = next++
      const { type, code } = await writer.ask({ type: 'send_message', room, cid: `${what}-${at}`, text: text(at) })
      if (type !== 'ok') throw new VoidRun(`a message is answered with ${type} ${code}`)
    }
  }
  await Promise.all(writers.flatMap(writer => Array.from({ length: AT_ONCE }, () => one(writer))))
}
