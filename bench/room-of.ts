import { askLogin } from '../test/support/ask.ts'
import { openSocket } from '../test/support/open-socket.ts'

/** Joins a room of the chat server and pages through all names in it. */
export async function roomOf(port: number, room: string): Promise<{ count: number; names: number }> {
  const { json } = await askLogin(`http://127.0.0.1:${port}`, 'Inspector')
  const socket = await openSocket(`ws://127.0.0.1:${port}/ws`)
  try {
    socket.send({ type: 'connect', ref: 1, token: json.token, rooms: [{ room }] })
    const { rooms } = await socket.next(({ ref }) => ref === 1)
    const names = new Set<string>()
    for (let after: string | undefined, ref = 2; ; ref++) {
      socket.send({ type: 'users', ref, room, ...(after !== undefined && { after }) })
      const page = await socket.next(reply => reply.ref === ref)
      for (const { id } of page.users) names.add(id)
      after = page.next
      if (after === undefined) return { count: rooms[0].presence.count, names: names.size }
    }
  } finally {
    socket.socket.close()
    await socket.closed
  }
}
