import { askLogin } from '../../support/ask.ts'
import type { ChatNode } from '../../support/nodes/chat-node.ts'
import { until } from '../../support/redis/redis-server.ts'
import { contentOf, type RoomContent } from '../inspect.ts'
import type { Screen } from '../screen.ts'
import type { Crowd } from './crowd.ts'

let inspectors = 0
/** What was acknowledged on one node is known on all, and every room can be read. ms. */
const HEARD_MS = 2_000

/** Resolves with how long it took, in ms, until everything that was sent is answered and everybody sees the same. */
export async function becomesWhole(crowd: Crowd, nodes: readonly ChatNode[], mostMs: number): Promise<number> {
  const since = performance.now()
  const end = since + mostMs
  await Promise.race([crowd.stop(), new Promise(resolve => setTimeout(resolve, mostMs).unref())])
  const left = () => Math.max(100, end - performance.now())
  const lookFor = async () => crowd.isNotWhole ?? (await notReady(nodes))
  let why: string | undefined = 'it was not looked yet'
  const look = async () => {
    why = await lookFor()
    return why === undefined
  }
  await until(look, 'all to be whole', left()).catch(() => {})
  if (why) crowd.book.fault(`after ${mostMs} ms ${why}`)
  return performance.now() - since
}

/** Compares what was acknowledged, what is shown, and what each node says. Nobody writes meanwhile. */
export async function judge(crowd: Crowd, nodes: readonly ChatNode[]): Promise<void> {
  const { book } = crowd
  const contents = await Promise.all(nodes.map(node => inspectAll(node, crowd)))
  const [content, ...others] = contents as [Map<string, RoomContent>, ...Map<string, RoomContent>[]]
  book.compare(content)
  for (const [room, { epoch, messages }] of content) {
    const expected = messages.map(lineOf)
    for (const [at, other] of others.entries()) {
      const seqs = other.get(room)?.messages.map(({ seq }) => seq) ?? []
      if (other.get(room)?.epoch !== epoch)
        book.fault(`${nodes[at + 1]?.name} has epoch ${other.get(room)?.epoch} of ${room}, not ${epoch}`)
      if (other.get(room)?.messages.map(lineOf).join('\n') !== expected.join('\n'))
        book.fault(
          `${nodes[at + 1]?.name} has another ${room} than ${nodes[0]?.name}: ${seqs.length} up to ${seqs.at(-1)}, not ${messages.length} up to ${messages.at(-1)?.seq}`,
        )
    }
    for (const { name, screens } of crowd.people)
      for (const screen of screens) {
        if (screen.room.name !== room) continue
        const difference = differenceOf(screen, messages, expected)
        if (difference) book.fault(`${name} shows another ${room}: ${difference}`)
      }
  }
}

async function notReady(nodes: readonly ChatNode[]): Promise<string | undefined> {
  for (const node of nodes) {
    const { status } = await node.ready()
    if (status !== 200) return `${node.name} is not ready: ${status}`
  }
  return undefined
}

/** A node on which nobody is may hear a little later than the others. */
async function inspectAll(node: ChatNode, { book, rooms }: Crowd): Promise<Map<string, RoomContent>> {
  const end = performance.now() + HEARD_MS
  for (;;) {
    const isLate = performance.now() > end
    const content = await inspect(node, rooms).catch(error => {
      // what begins anew just now is refused for a moment
      if (isLate || !String(error).includes('unavailable')) throw error
    })
    const isBehind = rooms.some(room => (content?.get(room)?.seq ?? 0) < book.lastOf(room))
    if (content && (isLate || !isBehind)) return content
  }
}

async function inspect(node: ChatNode, rooms: readonly string[]): Promise<Map<string, RoomContent>> {
  const { json } = await askLogin(node.url, `Inspector ${++inspectors}`)
  if (!json?.token) throw new Error(`Nobody can log in at ${node.name}: ${JSON.stringify(json)}`)
  return contentOf(node.wsUrl, json.token, rooms)
}

/** From the first one that is shown on all are shown, unless an absence was too long. */
function differenceOf({ messages, holes }: Screen, all: RoomContent['messages'], lines: readonly string[]) {
  const seqs = new Set(messages.map(({ seq }) => seq))
  const first = messages[0]?.seq ?? 0
  const expected = lines.filter((_, at) => (holes === 0 ? all[at]!.seq >= first : seqs.has(all[at]!.seq)))
  const shown = messages.map(lineOf)
  const at = Array.from({ length: Math.max(shown.length, expected.length) }).findIndex(
    (_, n) => shown[n] !== expected[n],
  )
  return at < 0 ? undefined : `“${shown[at]}” instead of “${expected[at]}”`
}

function lineOf(message: RoomContent['messages'][number]): string {
  const { seq, id, cid, text, deleted, rev, replyTo, reactions } = message
  const reacted = reactions?.map(({ emoji, count }) => `${emoji} ${count}`)
  return [seq, id, cid, text, deleted, rev, replyTo?.text, replyTo?.deleted, reacted].join(' ')
}
