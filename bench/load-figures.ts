import { wholeLoad } from './exactly-once.ts'
import type { Figures } from './figures.ts'
import type { Answer } from './generator.ts'
import type { Column } from './scenario.ts'

const MB = 1024 * 1024

export const LOAD_COLUMNS: readonly Column[] = [
  { figure: 'cpuUs', heading: 'CPU a delivery, µs', digits: 2 },
  { figure: 'core', heading: 'of a core, %', digits: 0 },
  { figure: 'p50', heading: 'p50, ms', digits: 1 },
  { figure: 'p99', heading: 'p99, ms', digits: 1 },
  { figure: 'bytes', heading: 'bytes a delivery', digits: 0 },
  { figure: 'rssMb', heading: 'RSS, MB', digits: 0 },
]

/** The figures of a load that came whole; throws `VoidRun` otherwise. */
export function loadFigures(answer: Answer): Figures {
  wholeLoad(answer)
  const { serverCpu = 0, generatorCpu = 0, deliveries = 1, seconds = 1, frames = 0, bytes = 0 } = answer
  const { p50 = 0, p99 = 0, p999 = 0, max = 0, rss = 0 } = answer
  return {
    cpuUs: (serverCpu * 1e6) / deliveries,
    core: (serverCpu / seconds) * 100,
    generator: (generatorCpu / seconds) * 100,
    ...{ p50, p99, p999, max },
    perSecond: deliveries / seconds,
    frames: frames / deliveries,
    bytes: bytes / deliveries,
    rssMb: rss / MB,
  }
}
