/** Who waits for a hash. */
export interface HashCaller {
  /** Key of their address, which has a share of what may wait. */
  address: string
  /** Aborted when nobody waits for the answer any more; what has not begun is dropped then. */
  signal?: AbortSignal | undefined
}

/** `too_many`: so many wait already that this was not begun. `gone`: the signal was aborted. */
export type NotHashed = { ok: false; reason: 'too_many' | 'gone' }

/** Passwords as hashes that can be checked and never turned back. They arrive as `normalizePassword` gives them. */
export interface PasswordHasher {
  /** `hash` says how it was made, in at most 128 ASCII characters, for `verify` in whatever later version. */
  hash(password: string, caller: HashCaller): Promise<{ ok: true; hash: string } | NotHashed>
  /** Without a hash (nobody has the name) the answer is no, and takes as long as for somebody who is known. */
  verify(
    password: string,
    hash: string | undefined,
    caller: HashCaller,
  ): Promise<{ ok: true; matches: boolean } | NotHashed>
  /** Whether it was made in another way than `hash` works now: to be made anew at the next right password. */
  needsRehash(hash: string): boolean
}
