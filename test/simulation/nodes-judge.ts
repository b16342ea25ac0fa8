import type { Nodes } from './nodes.ts'
import type { Person } from './person.ts'
import { ROOMS, type World } from './world.ts'

/** With everything working: what is true of nodes only. */
export async function judgeNodes(world: World, nodes: Nodes): Promise<void> {
  await world.during(nodes.steward.judge())
  judgeNames(world)
  for (const [person, token] of nodes.loggedOut) if (!nodes.hasLost) await judgeEnd(world, nodes, person, token)
  if (world.random() < 0.3) await moveEverybody(world, nodes)
  if (world.faults.length > 0) throw new Error(world.faults[0])
}

/** Who is there has a name that nobody else has who is there. */
function judgeNames(world: World): void {
  const names = new Map<string, string>()
  for (const { gone, login } of world.people) {
    if (gone || !login) continue
    const { name, id } = login.user
    const other = names.get(name)
    if (other !== undefined) world.broken(`${name} is the name of ${other} and of ${id}`)
    names.set(name, id)
  }
}

/** A login that is over is so on every node. */
async function judgeEnd(world: World, nodes: Nodes, { name, tabs }: Person, token: string): Promise<void> {
  for (const tab of tabs)
    if (tab.client.status.status === 'online') world.broken(`${tab.name} is online, and ${name} is logged out`)
  for (const node of nodes.taking) {
    const socket = node.accept()
    socket?.say({ type: 'connect', ref: 1, token, rooms: [] })
    socket?.flush()
    await world.run(200)
    socket?.read()
    const said = socket?.received.join() ?? ''
    if (!said.includes('unauthorized')) world.broken(`${node.name} takes ${name}, who is logged out: ${said}`)
    socket?.cut()
  }
}

/** All nodes are restarted one after the other: people move, and nobody is told to have left. */
async function moveEverybody(world: World, nodes: Nodes): Promise<void> {
  const { clock, people } = world
  const there = new Set(people.filter(({ gone, loggedIn }) => !gone && loggedIn).map(({ userId }) => userId))
  let isOver = false
  for (const person of people)
    for (const tab of person.tabs)
      for (const name of ROOMS) {
        const room = tab.room(name)
        // whoever joins just then is shown those who are there, and soon those who come, too
        let shown = new Set<string>()
        room.on('members', ({ users }) => {
          const now = new Set(users.map(({ id }) => id).filter(id => there.has(id)))
          const missing = [...shown].find(id => !now.has(id))
          if (missing && room.state.status === 'joined' && !isOver && tab.alive)
            world.broken(`${tab.name} misses ${missing} in ${name}, who only moved`)
          shown = now
        })
      }
  world.ending = { downArrives: true, upArrives: true, clientMs: 0, serverMs: 0 }
  for (const node of [...nodes.all]) {
    void node.stop()
    await world.run(5_500)
  }
  const until = clock.now() + 12_000
  while (clock.now() < until) await world.run(1_000)
  isOver = true
  world.look()
}
