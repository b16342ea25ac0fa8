import type { Clock } from '../../ports/clock.ts'
import type { TransportOptions } from '../../ports/transport.ts'

/** What both transports are made with. */
export interface TransportSetup extends TransportOptions {
  clock: Clock
  /** Gets what a handler threw. Its request was answered with 500, or its peer closed with 1011. */
  onFault: (error: unknown) => void
  /** Asked for each new TCP connection before anything is read of it; false: it is closed at once. */
  admits?: (() => boolean) | undefined
  /** A request whose handler's promise takes longer is answered with 503. ms, 30,000 if left out. */
  answerWithinMs?: number | undefined
  /** A request must have arrived by then; `ws` only, uWebSockets.js has 10 s built in. ms, 10,000 if left out. */
  requestWithinMs?: number | undefined
}

export type CheckedSetup = TransportSetup & { answerWithinMs: number; requestWithinMs: number }

const BYTES = 2 ** 30

/** Throws a RangeError with a sentence. Some of these values would end the process inside uWebSockets.js. */
export function checkedSetup(setup: TransportSetup): CheckedSetup {
  const checked = {
    ...setup,
    answerWithinMs: setup.answerWithinMs ?? 30_000,
    requestWithinMs: setup.requestWithinMs ?? 10_000,
  }
  within('idleTimeoutS', checked.idleTimeoutS, 8, 960)
  within('maxFrameBytes', checked.maxFrameBytes, 1, BYTES)
  within('maxBodyBytes', checked.maxBodyBytes, 0, BYTES)
  within('maxBackpressureBytes', checked.maxBackpressureBytes, 1, BYTES)
  within('answerWithinMs', checked.answerWithinMs, 1, BYTES)
  within('requestWithinMs', checked.requestWithinMs, 1, BYTES)
  return checked
}

function within(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new RangeError(`The transport's ${name} is ${value}; use a whole number from ${least} to ${most}.`)
}
