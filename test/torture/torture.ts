import { askLogin } from '../support/ask.ts'
import { until } from '../support/server-kit/until.ts'
import { compareChanges, eventsIn } from './changes.ts'
import { compare, contentOf, type RoomContent } from './inspect.ts'
import { Ledger } from './ledger.ts'
import { Pipeliner } from './pipeliner.ts'
import { Reader } from './reader.ts'
import type { Screen } from './screen.ts'
import { talk } from './talk.ts'
import { Victim, type VictimOptions } from './victim.ts'

export interface TortureOptions extends VictimOptions {
  kills: number
  /** From 0 up to 1. */
  random: () => number
  signal?: NodeJS.Signals
  /** Does something to the data folder of the dead. */
  spoil?: (folder: string) => void
  /** Hears of each kill. */
  progress?: (text: string) => void
}

export interface TortureReport {
  acknowledged: number
  /** How many of them are changes of messages. */
  changes: number
  stored: number
  epochs: number
  holes: number
  seconds: number
  /** What went against a promise; empty when all held. */
  faults: string[]
}

/** A kill before which nobody talked shows nothing. */
export const LEAST = 30
const ROOMS = ['lobby', 'kitchen', 'attic']

/** Kills a real server under load again and again, and looks after each time whether it kept what it acknowledged. */
export async function torture({
  kills,
  random,
  signal = 'SIGKILL',
  spoil,
  progress,
  ...victim
}: TortureOptions): Promise<TortureReport> {
  const began = performance.now()
  const ledger = new Ledger()
  const server = await Victim.start(victim)
  const readers: Reader[] = []
  const pipeliners: Pipeliner[] = []
  let stops: (() => Promise<void>)[] = []
  const epochs = new Set<string>()
  let holes = 0
  let stored = 0
  const report = (): TortureReport => {
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const { size: acknowledged, changes } = ledger
    return { acknowledged, changes, stored, epochs: epochs.size, holes, seconds, faults: [...ledger.faults] }
  }
  const inspector = (await askLogin(server.url, 'Inspector')).json.token as string
  let known = new Map<string, RoomContent>()
  const look = async (whole = false): Promise<Map<string, RoomContent>> => {
    const acknowledged = ledger.byRoom()
    const content = await contentOf(server.wsUrl, inspector, ROOMS, whole ? new Map() : known)
    known = content
    compare(content, acknowledged, ledger)
    compareChanges(await eventsIn(server.folder, ROOMS), acknowledged, ledger)
    for (const { epoch } of content.values()) epochs.add(epoch)
    return content
  }
  try {
    for (const name of ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'])
      readers.push(await Reader.enter(name, server.url, ROOMS, ledger))
    await look()
    stops = readers.slice(0, 3).map(reader => talk(reader, ledger, random))
    for (const name of ['Pipe one', 'Pipe two'])
      pipeliners.push(new Pipeliner((await askLogin(server.url, name)).json, server.wsUrl, ROOMS, ledger))

    for (let kill = 1; kill <= kills && ledger.faults.length === 0; kill++) {
      await ledger.more(LEAST)
      const late = random() < 0.5
      await wait(late ? random() * 300 : random() * 4)
      const stderr = await server.stop(signal)
      if (/"level":(?:50|60)| {4}at /.test(stderr)) ledger.fault(`it complained: ${stderr.slice(0, 500)}`)
      const before = ledger.size
      spoil?.(server.folder)
      await server.start()
      await look()
      progress?.(`${kill} of ${kills}: ${before} acknowledged, ${ledger.faults.length} faults`)
    }
    if (ledger.faults.length > 0) return report()
    await Promise.all([...stops.map(stop => stop()), ...pipeliners.map(pipeliner => pipeliner.stop())])
    const content = await look(true)
    const events = await eventsIn(server.folder, ROOMS)
    for (const { name, screens } of readers)
      for (const screen of screens) {
        const { epoch, messages } = content.get(screen.room.name)!
        await until(`${name} to stand at the end of ${screen.room.name}`, () =>
          standsAt(screen, epoch, events.get(screen.room.name)!.length),
        )
        if (!sameView(screen, messages)) ledger.fault(`${name} shows another ${screen.room.name}`)
        holes += screen.holes
      }
    stored = [...events.values()].reduce((sum, each) => sum + each.length, 0)
    return report()
  } finally {
    for (const stop of stops) void stop()
    for (const pipeliner of pipeliners) pipeliner.end()
    for (const reader of readers) reader.close()
    await server.remove()
  }
}

function standsAt({ room: { state }, isCurrent }: Screen, epoch: string, seq: number): boolean {
  return isCurrent && state.status === 'joined' && state.position.epoch === epoch && state.position.seq === seq
}

/** What is shown is, without the holes, what the server holds from there on, as it stands. */
function sameView({ messages }: Screen, stored: RoomContent['messages']): boolean {
  const line = ({ seq, id, cid, text, deleted, rev, replyTo, reactions }: RoomContent['messages'][number]) => {
    const reacted = reactions?.map(({ emoji, count }) => `${emoji} ${count}`)
    return [seq, id, cid, text, deleted, rev, replyTo?.text, replyTo?.deleted, reacted].join(' ')
  }
  const shown = new Set(messages.map(({ seq }) => seq))
  const expected = stored.filter(({ seq }) => shown.has(seq))
  return messages.length > 0 && messages.map(line).join('\n') === expected.map(line).join('\n')
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
