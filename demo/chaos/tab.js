// One person: a client in a page of its own, which tells the page around it what was sent, acknowledged and shown.

import { doublingSocket } from '/doubling-socket.js'
import { indexedDrafts } from '/sdk/drafts.js'
import { createChatClient } from '/sdk/index.js'

const SHOWN = 12
const name = new URLSearchParams(location.search).get('name') ?? 'Nobody'
const tell = (type, fields = {}) => parent.dispatchEvent(new CustomEvent('tab', { detail: { name, type, ...fields } }))
const element = id => document.getElementById(id)

const { network } = await (await fetch('/addresses.json')).json()
const key = `chaos ${network} ${name}`
const known = JSON.parse(localStorage.getItem(key) ?? '{}')
const client = createChatClient({
  server: network,
  ...known,
  drafts: indexedDrafts(),
  WebSocket: doublingSocket(WebSocket, () => parent.doubling === true),
})
const room = client.room('chaos')
const rows = new Map()

element('name').textContent = name
// a list that scrolls has to be reached by keyboard too
element('log').tabIndex = 0
client.on('status', state => {
  document.body.dataset.status = state.status
  element('status').textContent = state.status === 'waiting' ? 'reconnecting' : state.status
})
room.on('draft', ({ cid, text, state }) => {
  if (state.status === 'pending') tell('sent', { cid })
  if (state.status === 'sent') tell('acknowledged', { cid, seq: state.seq })
  if (state.status === 'pending' && !rows.has(cid)) show(cid, name, text, true)
})
room.on('page', ({ messages, keep }) => {
  if (keep) tell('gap')
  tell('page', { keep, messages: messages.map(({ seq, cid }) => ({ seq, cid })) })
  for (const message of messages) seen(message)
  for (const { cid, user, text } of messages.slice(-SHOWN)) show(cid, user.name, text, false)
})
room.on('message', ({ message, live }) => {
  const { seq, cid, user, text } = message
  if (!live) tell('gap')
  tell('message', { seq, cid })
  seen(message)
  show(cid, user.name, text, false)
})
room.on('gap', () => tell('gap'))
room.on('state', state => {
  if (state.status === 'joined') tell('joined', { seq: state.position.seq })
})

/** An own message that comes back is acknowledged, also where its acknowledgement was lost with the page that sent it. */
function seen({ seq, cid, user }) {
  if (user.id === client.user?.id) tell('acknowledged', { cid, seq })
}

function show(cid, author, text, pending) {
  const row = rows.get(cid) ?? document.createElement('li')
  const who = document.createElement('b')
  who.textContent = `${author} `
  row.replaceChildren(who, text)
  row.toggleAttribute('data-pending', pending)
  if (!rows.has(cid) || rows.get(cid).toggleAttribute('data-seen', !pending)) element('log').append(row)
  rows.set(cid, row)
  for (const [oldest, first] of rows) {
    if (rows.size <= SHOWN) break
    rows.delete(oldest)
    first.remove()
  }
}

const WORDS = ['hello', 'is anybody there', 'one more', 'still here', 'what was that', 'tea is ready', 'back again']
addEventListener('say', () => client.user && room.send(WORDS[Math.floor(Math.random() * WORDS.length)]))
addEventListener('reload', () => location.reload())

for (let login = known.token, number = 1; !login; number++) {
  try {
    // another browser may have the name
    login = await client.login(number > 1 ? `${name} ${number}` : name)
    localStorage.setItem(key, JSON.stringify({ token: login.token, user: login.user }))
  } catch {
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}
await Promise.all([client.connect(), room.join()])
tell('ready')
