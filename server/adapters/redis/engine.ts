/** A command of Redis, by its words. */
export type Command = readonly string[]
export type Reply = string | number | null | readonly Reply[]

/** What a command answers by now, or nothing is written: see `digestOf`. */
export interface Check {
  readonly command: Command
  readonly expected: string
}

/** Events that a write adds to a log, whose seqs are not known before. */
export interface LogWrite {
  /** The hash that says where the log stands: `e` its epoch, `s` its head, `r` the run of the server that gave it that epoch. */
  readonly meta: string
  /** How many. 0: nothing is added, but the epoch is that of this run of the server. */
  readonly events: number
  /** The epoch from now on, where the log is new, or the server is another run. */
  readonly freshEpoch: string
  /** Where `told` is published, behind the seq before the first event, a space, the epoch and a line break. */
  readonly channel: string
  readonly told: string
}

/**
 * What is written in one step, if all checks hold. In commands and in what is told `place(k)` stands for the seq of the k-th
 * event (from 1 on; also below 1, for places before).
 */
export interface Commit {
  readonly checks: readonly Check[]
  readonly commands: readonly Command[]
  readonly log?: LogWrite | undefined
}

export type Committed =
  /** Where the log stood before, and its epoch since; without a log 0 and nothing. */
  | { readonly done: true; readonly before: number; readonly epoch: string }
  /** Indices of checks that did not hold. */
  | { readonly done: false; readonly failed: readonly number[] }

/** Replies as of one moment, and which run of the server gave them. */
export interface View {
  readonly replies: readonly Reply[]
  readonly run: string
}

/** Who hears what is published on a channel. */
export interface ChannelListener {
  /** From now on everything is heard; what was published before may have been missed. */
  live(): void
  /** Something may be missed, until `live`. */
  lost(): void
  message(text: string): void
}

/** The server, or the cluster, does not answer. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable'
}

/** It has no memory for more. */
export class EngineFull extends EngineUnavailable {
  override name = 'EngineFull'
}

/**
 * What is used of Redis. All keys of a call are of its `tag`, which is a part of each of them in braces: that is what a cluster
 * goes by. Every method may reject with EngineUnavailable; a commit that does may have been done.
 */
export interface Engine {
  /**
   * The answers to reading commands, as of one moment. Beside those of Redis there are three, which go on from the answer to an
   * earlier one, by its index: `@HMGET key index` the fields that it lists; `@HEADS key index` of these the first lines; `@QUOTED
   * key index` of the hash the fields that are the fourth words of these values.
   */
  view(tag: string, commands: readonly Command[]): Promise<View>
  commit(tag: string, commit: Commit): Promise<Committed>
  publish(tag: string, channel: string, text: string): Promise<void>
  /** May be called before there is a connection. Returns what ends it. */
  subscribe(tag: string, channel: string, listener: ChannelListener): () => void
  /** Everything that was published until a second ago was heard. */
  readonly current: boolean
  /** It takes no more writes, since its memory is full. */
  full(): Promise<boolean>
  close(): Promise<void>
}

/** A placeholder for the seq of the k-th event of a commit. */
export function place(k: number): string {
  return `\x01${k}\x01`
}
