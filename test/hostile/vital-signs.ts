import { ask } from '../support/ask.ts'

/** What a server says of itself at `/metrics`. Bytes, and numbers of open things. */
export interface VitalSigns {
  rss: number
  heap: number
  connections: number
  /** Files and sockets; undefined where the platform does not tell. */
  files: number | undefined
}

const SAMPLE_EVERY_MS = 100
const SAMPLES_WITHOUT_NEWS = 6
const MOST_SAMPLES = 100

export async function vitalSigns(url: string): Promise<VitalSigns> {
  const { text } = await ask(`${url}/metrics`)
  const of = (name: string) => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const rss = of('process_resident_memory_bytes')
  if (rss === undefined) throw new Error(`No memory in the metrics: ${text.slice(0, 200)}`)
  return {
    rss,
    heap: of('nodejs_heap_size_used_bytes') ?? 0,
    connections: of('chat_connections') ?? 0,
    files: of('process_open_fds'),
  }
}

/** The least of each that an idle server comes down to; it is looked at until that has not changed for a while. */
export async function restingSigns(url: string): Promise<VitalSigns> {
  let least = await vitalSigns(url)
  for (let samples = 0, stale = 0; samples < MOST_SAMPLES && stale < SAMPLES_WITHOUT_NEWS; samples++) {
    await new Promise(resolve => setTimeout(resolve, SAMPLE_EVERY_MS))
    const lower = leastSigns([least, await vitalSigns(url)])
    stale = lower.rss < least.rss || lower.connections < least.connections ? 0 : stale + 1
    least = lower
  }
  return least
}

export function leastSigns(signs: readonly VitalSigns[]): VitalSigns {
  const least = (of: (signs: VitalSigns) => number) => Math.min(...signs.map(of))
  const files = least(sign => sign.files ?? Number.NaN)
  return {
    rss: least(sign => sign.rss),
    heap: least(sign => sign.heap),
    connections: least(sign => sign.connections),
    files: Number.isNaN(files) ? undefined : files,
  }
}
