import type { FaultySocket } from './faulty-socket.ts'
import type { Person, World } from './world.ts'

/** One seed's history: people talk while everything fails, then everything heals. */
export async function live(world: World): Promise<void> {
  const { clock, random, network, people } = world
  const upTo = (n: number) => Math.floor(random() * n)
  const someone = () => {
    const staying = people.filter(({ gone }) => !gone)
    return staying[upTo(staying.length)] as Person
  }
  for (const name of ['Ada', 'Bob', 'Cleo']) world.add(name)
  const talk = [
    () => world.say(someone(), `text ${clock.now()}`),
    () => {
      const person = someone()
      const gapMs = 150 * random()
      for (let i = 0; i < 16; i++) clock.after(i * gapMs, () => person.gone || world.say(person, `burst ${i}`))
    },
    () => someone().room.setTyping(random() < 0.5),
  ]
  const weather = [
    () => {
      network.delayMs = 3_000 * random() ** 3
    },
    () => {
      network.doubling = random() < 0.5 ? 0 : random()
    },
    () => {
      network.losing = random() < 0.4 ? 0 : 0.4 * random()
    },
    () => {
      world.log.available = false
      clock.after(4_000 * random(), () => {
        world.log.available = true
      })
    },
  ]
  const cut = (...how: Parameters<FaultySocket['cut']>) => [...network.sockets][upTo(network.sockets.size)]?.cut(...how)
  const trouble = [
    () => cut('both'),
    () => cut('client', 20_000 * random()),
    () => cut('server', random() < 0.5 ? 5_000 * random() : Number.POSITIVE_INFINITY),
    () => world.restart(random() < 0.5),
    () => {
      const { client } = someone()
      void client.disconnect()
      clock.after(3_000 * random(), () => void client.connect().catch(() => {}))
    },
    () => {
      const person = someone()
      void person.room.leave()
      person.gone = random() < 0.2 && !people.some(({ gone }) => gone)
      clock.after(2_000 * random(), () => person.gone || void person.room.join().catch(() => {}))
    },
  ]
  for (let i = 0; i < 25; i++) {
    const kinds = [talk, talk, weather, trouble][upTo(4)] ?? talk
    kinds[upTo(kinds.length)]?.()
    await world.run(1_500 * random() ** 2)
  }
  Object.assign(network, { delayMs: 20, doubling: 0, losing: 0 })
  for (let round = 0; round < 15 && !(round > 1 && people.every(isSettled)); round++) await world.run(10_000)
  // whoever missed a change of members notices at the next one
  world.add('Dora')
  await world.run(30_000)
}

function isSettled({ client, room, gone }: Person): boolean {
  return gone || (client.status.status === 'online' && room.state.status === 'joined' && room.drafts.length === 0)
}
