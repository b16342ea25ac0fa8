import type { TokenBuckets } from '../core/token-bucket.ts'
import type { Clock } from '../ports/clock.ts'
import type { RatesOfNodes } from '../ports/rates-of-nodes.ts'

/** Has buckets hold over all nodes. `now`: what their time is. */
export function shareBuckets(
  rates: RatesOfNodes | undefined,
  name: string,
  buckets: TokenBuckets<string>,
  clock: Pick<Clock, 'now'>,
  now: () => number,
): void {
  if (!rates) return
  buckets.onTaken = rates.share(name, {
    raise: (key, fullAt) => buckets.raise(key, now(), fullAt - clock.now() + now()),
  })
}
