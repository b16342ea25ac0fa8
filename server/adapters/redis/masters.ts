import { type Address, type RedisTarget, shown } from '../../core/redis-url.ts'
import { askCluster, askSentinels, type Shard } from './addresses.ts'
import type { Channel } from './channel.ts'
import { EngineUnavailable } from './engine.ts'
import { keySlot } from './key-slot.ts'
import { Master, type MasterSetup } from './master.ts'

interface Known {
  readonly master: Master
  readonly address: Address
  /** Of its canary's channel. */
  readonly slot: number
  slots: Shard['slots']
}

/** A cluster is asked no more often who has what, and at least as often. */
const SOONEST_MS = 300
const LATEST_MS = 10_000
const SLOTS = 16_384

/** The masters that there are: one, or those of a cluster, and which of them has which tag. */
export class Masters {
  readonly #target: RedisTarget
  readonly #setup: MasterSetup
  readonly #channelOf: (tag: string) => string
  /** Every channel that somebody listens to. */
  readonly #channels = new Map<string, { channel: Channel; at: Master | undefined }>()
  #known: readonly Known[] = []
  #bySlot: Master[] = []
  /** Each slot has a master. */
  #isWhole = false
  #gone = { reconnects: 0, deaf: 0 }
  #reason: Error | undefined
  #asking = false
  #isStopped = false
  #cancel = () => {}

  /** `channelOf`: the canary's channel of a tag. */
  constructor(target: RedisTarget, setup: Omit<MasterSetup, 'onLoss' | 'kind'>, channelOf: (tag: string) => string) {
    this.#target = target
    this.#setup = { ...setup, kind: target.kind, onLoss: error => this.heard(error) }
    this.#channelOf = channelOf
    if (target.kind === 'cluster') this.#ask()
    else this.#learn([this.#only()])
  }

  of(tag: string): Master | undefined {
    return this.#bySlot[this.#target.kind === 'cluster' ? keySlot(tag) : 0]
  }

  get all(): readonly Master[] {
    return this.#known.map(({ master }) => master)
  }

  /** All are there, and are heard. */
  get isCurrent(): boolean {
    return this.#isWhole && this.#known.every(({ master }) => master.isCurrent)
  }

  /** Why something is not there. */
  get reason(): Error | undefined {
    return this.all.find(master => !master.isCurrent)?.reason ?? this.#reason
  }

  get counts(): { reconnects: number; deaf: number } {
    const counts = { ...this.#gone }
    for (const master of this.all) addCounts(counts, master)
    return counts
  }

  enter(channel: Channel): void {
    const at = this.of(channel.tag)
    this.#channels.set(channel.name, { channel, at })
    at?.subscriber.enter(channel)
  }

  leave(channel: Channel): void {
    this.#channels.get(channel.name)?.at?.subscriber.leave(channel)
    this.#channels.delete(channel.name)
  }

  /** What befell a call or a connection: another server may have what this one had. */
  heard(error: unknown): void {
    if (this.#target.kind !== 'cluster' || this.#asking || this.#isStopped) return
    if (!(error instanceof EngineUnavailable)) return
    this.#asking = true
    this.#cancel()
    this.#cancel = this.#setup.clock.after(SOONEST_MS, () => this.#ask())
  }

  stop(reason: Error): void {
    this.#isStopped = true
    this.#cancel()
    for (const { master } of this.#known) master.stop(reason)
    this.#channels.clear()
  }

  #only(): Known {
    const where =
      this.#target.kind === 'sentinel'
        ? () => askSentinels(this.#target, this.#setup)
        : async () => this.#target.addresses[0] as Address
    const address = this.#target.addresses[0] as Address
    return { master: new Master(this.#setup, where, this.#channelOf('c0')), address, slot: 0, slots: [[0, SLOTS - 1]] }
  }

  #ask(): void {
    this.#asking = true
    askCluster([...this.#known.map(({ address }) => address), ...this.#target.addresses], this.#setup).then(
      shards => !this.#isStopped && this.#become(shards),
      error => {
        this.#reason = error as Error
        this.#againIn(SOONEST_MS)
      },
    )
  }

  #againIn(ms: number): void {
    if (this.#isStopped) return
    this.#asking = false
    this.#cancel()
    this.#cancel = this.#setup.clock.after(ms, () => this.#ask())
  }

  #become(shards: readonly Shard[]): void {
    this.#reason = undefined
    const before = this.#known
    const next = shards.map(shard => {
      const same = before.find(({ address, slot }) => shown(address) === shown(shard.address) && has(shard.slots, slot))
      if (!same) return this.#newMaster(shard)
      same.slots = shard.slots
      return same
    })
    // the next time another one is asked first: this one may be cut off from the others
    this.#learn([...next.slice(1), ...next.slice(0, 1)])
    for (const each of this.#channels.values()) {
      const at = this.of(each.channel.tag)
      if (at === each.at) continue
      each.at?.subscriber.leave(each.channel)
      each.at = at
      at?.subscriber.enter(each.channel)
    }
    for (const { master } of before) {
      if (this.all.includes(master)) continue
      addCounts(this.#gone, master)
      master.stop(new EngineUnavailable('It is no master of the cluster any more.'))
    }
    this.#againIn(LATEST_MS)
  }

  #learn(known: readonly Known[]): void {
    this.#known = known
    this.#bySlot = []
    for (const { master, slots } of known)
      for (const [first, last] of slots) for (let slot = first; slot <= last; slot++) this.#bySlot[slot] = master
    this.#isWhole = Object.keys(this.#bySlot).length === SLOTS
  }

  #newMaster({ address, slots }: Shard): Known {
    let n = 0
    while (!has(slots, keySlot(`c${n}`))) n++
    const slot = keySlot(`c${n}`)
    return { master: new Master(this.#setup, async () => address, this.#channelOf(`c${n}`)), address, slot, slots }
  }
}

function has(slots: Shard['slots'], slot: number): boolean {
  return slots.some(([first, last]) => slot >= first && slot <= last)
}

function addCounts(counts: { reconnects: number; deaf: number }, { reconnects, deaf }: Master): void {
  counts.reconnects += reconnects
  counts.deaf += deaf
}
