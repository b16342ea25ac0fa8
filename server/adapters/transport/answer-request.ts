import type { HttpRequest, HttpResponse, TransportHandler } from '../../ports/transport.ts'
import { type Answer, discard, internalAnswer, refusalAnswer, toAnswer } from './http-answer.ts'
import type { CheckedSetup } from './setup.ts'

/**
 * Asks the application and writes its answer exactly once, in the same turn when the handler answers at once. A handler
 * that throws is a 500, one that never settles a 503. Returns what gives up: nothing is written after that.
 */
export function answerRequest(
  handler: TransportHandler,
  request: HttpRequest,
  setup: CheckedSetup,
  write: (answer: Answer) => void,
): () => void {
  let waiting = true
  let stopTimer = () => {}
  const giveUp = () => {
    waiting = false
    stopTimer()
  }
  const settle = (make: () => Answer) => {
    if (!waiting) return
    giveUp()
    write(orInternal(make, setup))
  }
  const fail = (error: unknown) =>
    settle(() => {
      throw error
    })
  let outcome: HttpResponse | Promise<HttpResponse>
  try {
    outcome = handler.request(request)
  } catch (error) {
    fail(error)
    return giveUp
  }
  if (outcome instanceof Promise) {
    stopTimer = setup.clock.after(setup.answerWithinMs, () => settle(lateAnswer))
    outcome.then(response => (waiting ? settle(() => toAnswer(response)) : discard(response)), fail)
  } else {
    const response = outcome
    settle(() => toAnswer(response))
  }
  return giveUp
}

function orInternal(make: () => Answer, setup: CheckedSetup): Answer {
  try {
    return make()
  } catch (error) {
    setup.onFault(error)
    return internalAnswer()
  }
}

function lateAnswer(): Answer {
  return refusalAnswer(503, 'unavailable', 'The server took too long to answer. Try again in a moment.')
}
