import type { Algorithm, verify } from '@node-rs/argon2'
import { FairQueue } from '../../core/fair-queue.ts'
import type { HashCaller, NotHashed, PasswordHasher } from '../../ports/password-hasher.ts'

/** OWASP's least for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Argon2id, which is also the library's default; its enum exists for types alone. */
const OPTIONS = { ...COST, algorithm: 2 satisfies Algorithm.Argon2id as Algorithm }
const MADE_NOW = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`
const AT_ONCE = 2
const WAITING = 100
const WAITING_OF_ONE = 25

interface Waiting {
  run(): void
}

/**
 * Argon2id, in the threads of the library: the main thread does not wait. Two at a time, and a hundred wait, by turns of
 * their addresses. One address has a quarter of the places at most; when all are taken, one that has few finds another. Rejects on machines that the library knows nothing of.
 */
export async function argon2Hasher(): Promise<PasswordHasher> {
  // Only servers with passwords load it
  const argon2 = await import('@node-rs/argon2')
  // In place of the hash of somebody who is unknown
  const nobodys = await argon2.hash('', OPTIONS)
  const waiting = new FairQueue<Waiting>(WAITING, WAITING_OF_ONE)
  let running = 0

  const next = () => {
    if (running >= AT_ONCE) return
    const first = waiting.shift()
    if (first === undefined) return
    running++
    first.run()
  }

  /** Calls `work` when it is its turn. */
  function inTurn<Result>({ address, signal }: HashCaller, work: () => Promise<Result>): Promise<Result | NotHashed> {
    if (signal?.aborted) return Promise.resolve({ ok: false, reason: 'gone' })
    return new Promise((resolve, reject) => {
      const item: Waiting = {
        run() {
          signal?.removeEventListener('abort', drop)
          const done = () => {
            running--
            next()
          }
          work().then(resolve, reject).finally(done)
        },
      }
      const drop = () => {
        waiting.remove(address, '', item)
        resolve({ ok: false, reason: 'gone' })
      }
      if (!waiting.push(address, '', item)) return resolve({ ok: false, reason: 'too_many' })
      signal?.addEventListener('abort', drop, { once: true })
      next()
    })
  }

  return {
    hash: (password, caller) =>
      inTurn(caller, async () => ({ ok: true as const, hash: await argon2.hash(password, OPTIONS) })),
    verify: (password, hash, caller) =>
      inTurn(caller, async () => {
        const matches = await isOf(argon2.verify, hash ?? nobodys, password)
        // What is no hash costs as much as one
        if (matches === undefined) await isOf(argon2.verify, nobodys, password)
        return { ok: true as const, matches: matches === true && hash !== undefined }
      }),
    needsRehash: hash => !hash.startsWith(MADE_NOW),
  }
}

/** Undefined: it is no hash. */
async function isOf(check: typeof verify, hash: string, password: string): Promise<boolean | undefined> {
  try {
    return await check(hash, password)
  } catch {
    return undefined
  }
}
