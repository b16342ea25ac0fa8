import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { PairCounter } from './pair-counter.ts'

/** Peers may close with any code; these are told apart. */
const CLOSE_CODES = new Set<number>([...Object.values(CLOSE), 1001, 1005, 1006, 1011])

// each look at the event loop wakes an idle process, which costs it 0.1 ms
const EVENT_LOOP_MS = 1_000

/** Counts for Prometheus, in a registry of its own. */
export class PromMetrics implements Metrics {
  readonly #registry = new Registry()
  readonly #http = this.#pairs('chat_http_answers_total', 'HTTP answers', ['route', 'status'])
  readonly #requests = this.#pairs('chat_requests_total', 'Requests of clients', ['type', 'outcome'])
  readonly #frames = this.#counter('chat_published_frames_total', 'Frames sent to a whole room')
  readonly #deliveries = this.#counter('chat_deliveries_total', 'Frames sent to a whole room, times its sockets')
  readonly #delivered = this.#counter('chat_delivered_characters_total', 'UTF-16 units of these deliveries')
  readonly #closed = this.#pairs('chat_closed_total', 'Sockets closed', ['code', 'slow'])

  /** Memory, event loop and the like of this process; once per process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: EVENT_LOOP_MS })
  }

  /** A number that is read when someone asks. */
  gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.#registry], collect: () => gauge.set(read()) })
  }

  /** Numbers by name that are read when someone asks; none while they cannot be had. */
  gauges(name: string, help: string, read: () => Promise<Record<string, number>>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['name'],
      registers: [this.#registry],
      async collect() {
        gauge.reset()
        const values = await read().catch(() => ({}))
        for (const [key, value] of Object.entries(values)) gauge.set({ name: key }, value)
      },
    })
  }

  httpAnswered(route: string, status: number): void {
    this.#http.inc(route, status)
  }

  answered(type: string, outcome: string): void {
    this.#requests.inc(type, outcome)
  }

  published(length: number, members: number): void {
    this.#frames.inc()
    this.#deliveries.inc(members)
    this.#delivered.inc(length * members)
  }

  closed(code: number, slow: boolean): void {
    this.#closed.inc(CLOSE_CODES.has(code) ? code : 'other', String(slow))
  }

  async expose(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] })
  }

  #pairs(name: string, help: string, labelNames: [string, string]): PairCounter {
    return new PairCounter(this.#registry, name, help, labelNames)
  }
}
