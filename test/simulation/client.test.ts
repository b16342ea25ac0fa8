import { expect, test } from 'vitest'
import { live } from './faults.ts'
import { ROOM, World } from './world.ts'

/** Runs one seed with SEED=n, more of them with SEEDS=n. */
const first = Number(process.env.SEED ?? 1)
const count = Number(process.env.SEEDS ?? (process.env.SEED ? 1 : 200))

test('[CL19] after every history of faults all show the same, once and in order', { timeout: 120_000 }, async () => {
  let messages = 0
  for (let seed = first; seed < first + count; seed++) {
    const world = new World(seed)
    try {
      await live(world)
      messages += await judge(world)
      expect(await world.close()).toBe(0)
    } catch (error) {
      throw new Error(`seed ${seed} fails; replay it with SEED=${seed}`, { cause: error })
    }
  }
  // a simulation in which nobody talks proves nothing
  expect(messages).toBeGreaterThan(count * 20)
})

/** The number of messages that everybody shows. */
async function judge({ people, log, faults }: World): Promise<number> {
  expect(faults).toEqual([])
  const { messages } = await log.page(ROOM, { limit: 10_000, maxBytes: Number.POSITIVE_INFINITY })
  const ids = messages.map(({ id }) => id)
  const staying = people.filter(({ gone }) => !gone)
  const names = staying.map(({ user }) => user.name).sort()
  for (const { client, room, user, shown, drafts } of staying) {
    const who = user.name
    expect([who, client.status.status, room.state.status]).toEqual([who, 'online', 'joined'])
    expect([who, room.drafts.map(({ state }) => state)]).toEqual([who, []])
    const states = drafts.map(({ state }) => state)
    expect(states.filter(({ status }) => status !== 'sent')).toEqual([])
    const sent = states.map(state => (state.status === 'sent' ? state.id : ''))
    const own = messages.filter(message => message.user.id === user.id).map(({ id }) => id)
    expect([who, own]).toEqual([who, sent])
    // a page holds 100; what is above it can be paged to
    expect([who, shown.slice(-100).map(({ id }) => id)]).toEqual([who, ids.slice(-100)])
    const seqs = shown.map(({ seq }) => seq)
    expect([who, seqs]).toEqual([who, [...new Set(seqs)].sort((a, b) => a - b)])
    expect([who, room.members.users.map(({ name }) => name).sort()]).toEqual([who, names])
    expect([who, room.members.count, room.typing]).toEqual([who, names.length, []])
  }
  return messages.length
}
