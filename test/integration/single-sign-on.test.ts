import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { transform } from 'esbuild'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, read } from '../house/project-files.ts'
import { snippetsOf } from '../house/snippets.ts'
import { accountRequests } from '../support/account-requests.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const FILE = 'docs/single-sign-on.md'
const SECRET = 'a secret of the site and the chat, long enough'
const PEOPLE = [
  { id: 'u-1', name: 'Ada' },
  { id: 'u-2', name: 'Grace', isModerator: true },
]
const snippets = snippetsOf(FILE, read(FILE))
const withText = (language: string, text: string) =>
  snippets.find(snippet => snippet.language === language && snippet.text.includes(text))?.text ?? ''

// Beside the packages, so that what is run finds them
const folder = path.join(ROOT, '.cache', `single-sign-on-${process.pid}`)
let server: StartedServer
let of: ReturnType<typeof accountRequests>
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  process.env['CHAT_JWT_SECRET'] = SECRET
  const jwt = { jwtSecret: SECRET, jwtIssuer: 'https://example.com', jwtAudience: 'https://chat.example.com' }
  server = await startServer({ auth: ['guest', 'jwt'], ...jwt })
  of = accountRequests(server.url)
})
afterAll(async () => {
  await server.close()
  delete process.env['CHAT_JWT_SECRET']
  rmSync(folder, { recursive: true, force: true })
})

async function load(name: string, code: string) {
  const file = path.join(folder, `${name}.mjs`)
  writeFileSync(file, code)
  return import(/* @vite-ignore */ pathToFileURL(file).href)
}

/** The session of a pretended site: the cookie says which person. */
function personIn(cookie: string | null | undefined) {
  const id = /(?:^|; )site=([^;]+)/.exec(cookie ?? '')?.[1]
  return PEOPLE.find(person => person.id === id) ?? null
}

/** Asks as the widget does, and connects to the real server with what comes. */
async function tryIt(ask: (headers: Record<string, string>) => Promise<Response>) {
  const asked = { 'x-requested-with': 'chat' }
  const nobody = await ask(asked)
  expect([nobody.status, await nobody.json(), nobody.headers.get('cache-control')]).toEqual([200, null, 'no-store'])
  expect((await ask({ cookie: 'site=u-1' })).status).toBe(400)
  for (const { id, name, isModerator } of PEOPLE) {
    const answer = await ask({ ...asked, cookie: `site=${id}` })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { token } = (await answer.json()) as { token: string }
    const { connected, socket } = await of.connect(token, ['lobby'])
    const role = isModerator ? 'moderator' : 'user'
    expect(connected).toMatchObject({ user: { id: expect.stringMatching(/^a:/), name }, rooms: [{ role }] })
    const left = connected.tokenExpiresAt - Date.now()
    expect(left > 3_500_000 && left <= 3_601_000).toBe(true)
    socket.close()
  }
}

test('[PK205] the endpoint for Express gives tokens to who is logged in on the site, and the chat takes them', async () => {
  const { chatToken } = await load('express', withText('js', 'chatToken'))
  const app = express()
  app.use(chatToken((request: express.Request) => personIn(request.get('cookie'))))
  const site = app.listen(0, '127.0.0.1')
  try {
    await new Promise(resolve => site.once('listening', resolve))
    const { port } = site.address() as AddressInfo
    await tryIt(headers => fetch(`http://127.0.0.1:${port}/chat-token`, { method: 'POST', headers }))
  } finally {
    site.close()
  }
})

test('[PK206] so does the route of Next.js', async () => {
  const { code } = await transform(withText('ts', 'POST(request'), { loader: 'ts', format: 'esm' })
  const read = 'globalThis.currentUserOfTheSite'
  const { POST } = await load('next', `const currentUser = request => ${read}(request)\n${code}`)
  Object.assign(globalThis, {
    currentUserOfTheSite: async (request: Request) => personIn(request.headers.get('cookie')),
  })
  await tryIt(headers => POST(new Request('https://example.com/chat-token', { method: 'POST', headers })))
})

test('[PK207] what must never be done stands before the code, and each example asks its own session', () => {
  const page = read(FILE)
  expect(page.indexOf('What must never be done')).toBeLessThan(page.indexOf('## Express'))
  const endpoints = snippets.filter(({ text }) => text.includes('CHAT_JWT_SECRET') && /SignJWT|JWT::encode/.test(text))
  expect(endpoints.map(({ language }) => language)).toEqual(['js', 'ts', 'php'])
  for (const { text } of endpoints) {
    expect(text).toContain('no-store')
    expect(text).toMatch(/1h|3600/)
    // nothing of who it is comes from the request's body or address
    expect(text).not.toMatch(/request\.(body|query|params)|searchParams|\$_(GET|POST|REQUEST)/)
  }
})
