import { ask, askLogin } from '../support/ask.ts'
import { clientFrame, OPCODE } from '../support/server-kit/client-frame.ts'
import { brokenFrame } from './broken-frames.ts'
import { brokenHttp } from './broken-http.ts'
import type { Dice } from './dice.ts'
import { httpText } from './http-text.ts'
import { Intruder } from './intruder.ts'
import { Line } from './line.ts'
import type { Outcomes } from './outcomes.ts'
import { RequestText } from './request-text.ts'

export interface Target {
  port: number
  url: string
  outcomes: Outcomes
}

/** Some inputs at once. Resolves with how many of them the server has certainly read. */
export type Volley = (target: Target, dice: Dice) => Promise<number>

const ROUNDS = 5
const IN_A_ROUND = 24

export function anyAddress(dice: Dice): string {
  if (dice.chance(0.2)) return `2001:db8:${dice.int(65_536).toString(16)}:${dice.int(65_536).toString(16)}::1`
  return `10.${dice.int(256)}.${dice.int(256)}.${dice.int(256)}`
}

/** A guest who talks nonsense on one connection, in rounds with an answer that must come at the end of each. */
export const guest: Volley = async ({ port, url, outcomes }, dice) => {
  const address = anyAddress(dice)
  const { json: login } = await askLogin(url, `guest ${dice.int(1e12)}`, { 'X-Forwarded-For': address })
  const intruder = await Intruder.open(port, address, outcomes)
  if (intruder === undefined) return 0
  const texts = new RequestText(dice, intruder.ids)
  const impatient = dice.chance(0.05)
  const rounds = impatient ? 4 * ROUNDS : ROUNDS
  if (dice.chance(0.9)) intruder.text(JSON.stringify({ type: 'connect', ref: 1, token: login.token }))
  let read = 0
  for (let round = 1; round <= rounds && !intruder.over; round++) {
    const sentinel = 1e12 + round
    const frames = dice.list(IN_A_ROUND, () => asFrame(dice, texts))
    for (const frame of frames) intruder.line.write(clientFrame({ opcode: OPCODE.text, payload: frame }))
    intruder.text(RequestText.sentinel(sentinel))
    if (await intruder.answered(sentinel)) read += IN_A_ROUND
    else read++
  }
  if (dice.chance(0.7)) {
    const headers = { Authorization: `Bearer ${login.token}` }
    outcomes.add(`logout ${(await ask(`${url}/logout`, { method: 'POST', headers })).status}`)
  }
  if (dice.chance(0.2)) intruder.line.reset()
  else intruder.line.finish()
  await intruder.ended('a guest has said goodbye')
  return read
}

function asFrame(dice: Dice, texts: RequestText): string {
  if (dice.chance(0.9)) return texts.any()
  return `[${dice.list(dice.int(5), () => texts.any()).join(',')}]`
}

/** Bytes that break WebSocket's rules or the frame's form, behind some that do not. */
export const breaker: Volley = async ({ port, outcomes }, dice) => {
  const intruder = await Intruder.open(port, anyAddress(dice), outcomes)
  if (intruder === undefined) return 0
  if (dice.chance(0.3))
    intruder.text(JSON.stringify({ type: 'connect', ref: 1, token: dice.bytes(16).toString('hex') }))
  if (dice.chance(0.3)) intruder.text(new RequestText(dice).any())
  const bytes = brokenFrame(dice)
  if (dice.chance(0.1)) for (const byte of bytes.subarray(0, 60)) intruder.line.write(Buffer.from([byte]))
  else intruder.line.write(bytes)
  if (dice.chance(0.15)) intruder.line.reset()
  else intruder.line.finish()
  await intruder.ended(`the frame ${bytes.subarray(0, 80).toString('hex')}`)
  return 1
}

/** Requests in one packet, to all addresses of the server. */
export const asker: Volley = async (target, dice) => {
  const requests = 1 + dice.int(16)
  const address = anyAddress(dice)
  const parts = dice.list(requests, () => httpText(dice, address, false)).slice(1)
  const answers = await exchange(target, Buffer.concat([...parts, httpText(dice, address, true)]), false)
  return Math.max(1, Math.min(requests, answers))
}

/** What is no HTTP request, or one that never ends. */
export const stammerer: Volley = async (target, dice) => {
  await exchange(target, brokenHttp(dice, anyAddress(dice)), dice.chance(0.1))
  return 1
}

/** Sends bytes and says that no more come; resolves with the number of answers when the server has ended it. */
async function exchange({ port, outcomes }: Target, bytes: Buffer, reset: boolean): Promise<number> {
  const line = await Line.open(port)
  let heard = ''
  line.listen(chunk => {
    heard += chunk.toString('latin1')
  })
  line.write(bytes)
  if (reset) line.reset()
  else line.finish()
  await line.ended(bytes.subarray(0, 300).toString('latin1'))
  const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)
  for (const status of statuses) outcomes.add(`http ${status}`)
  if (statuses.length === 0) outcomes.add('http cut')
  return statuses.filter(status => status !== '100').length
}
