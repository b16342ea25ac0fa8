/** Which subscribers each topic has. A topic exists while somebody is subscribed, so it is bounded by them. */
export class TopicTable<T extends object> {
  readonly #topics = new Map<string, Set<T>>()
  readonly #ofSubscriber = new Map<T, Set<string>>()

  subscribe(topic: string, subscriber: T): void {
    setOf(this.#topics, topic).add(subscriber)
    setOf(this.#ofSubscriber, subscriber).add(topic)
  }

  unsubscribe(topic: string, subscriber: T): void {
    drop(this.#topics, topic, subscriber)
    drop(this.#ofSubscriber, subscriber, topic)
  }

  leaveAll(subscriber: T): void {
    for (const topic of this.#ofSubscriber.get(subscriber) ?? []) drop(this.#topics, topic, subscriber)
    this.#ofSubscriber.delete(subscriber)
  }

  subscribers(topic: string): Iterable<T> {
    return this.#topics.get(topic) ?? []
  }
}

function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  let set = map.get(key)
  if (!set) {
    set = new Set()
    map.set(key, set)
  }
  return set
}

function drop<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key)
  set?.delete(value)
  if (set?.size === 0) map.delete(key)
}
