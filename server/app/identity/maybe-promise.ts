/** What one process knows at once, and many nodes have to ask for. */
export type MaybePromise<T> = T | Promise<T>

/** Goes on at once where it can. */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}
