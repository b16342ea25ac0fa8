import { ask, type Question, type Reply } from './ask.ts'
import { openSocket } from './open-socket.ts'

export const PASSWORD = 'correct horse battery staple'

/** What programs and pages ask of a server about accounts. `url`: of the server. */
export function accountRequests(url: string) {
  const say = (method: string, at: string, fields: object | undefined, token?: string, more: Question = {}) =>
    ask(url + at, {
      method,
      ...more,
      headers: {
        ...(fields && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...more.headers,
      },
      ...(fields && { body: JSON.stringify(fields) }),
    })
  return {
    post: (at: string, fields: object, token?: string, more?: Question): Promise<Reply> =>
      say('POST', at, fields, token, more),
    get: (at: string, token?: string, more?: Question): Promise<Reply> => say('GET', at, undefined, token, more),
    remove: (at: string, token?: string, more?: Question): Promise<Reply> => say('DELETE', at, undefined, token, more),
    register: (username: string, password = PASSWORD, token?: string) =>
      say('POST', '/register', { username, password }, token),
    login: (username: string, password?: string) => say('POST', '/login', { username, password }),
    async connect(token: string, rooms: string[] = []) {
      const socket = await openSocket(`${url.replace('http', 'ws')}/ws`)
      let ref = 1
      const request = (fields: object) => {
        const mine = ++ref
        socket.send({ ref: mine, ...fields })
        return socket.next(frame => frame.ref === mine)
      }
      socket.send({ type: 'connect', ref: 1, token, rooms: rooms.map(room => ({ room })) })
      return { ...socket, request, connected: await socket.next(frame => frame.ref === 1) }
    },
  }
}
