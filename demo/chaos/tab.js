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
const token = localStorage.getItem(key) ?? undefined
const client = createChatClient({
  server: network,
  token,
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
  tell('page', { keep, messages: messages.map(({ seq, cid }) => ({ seq, cid })) })
  for (const { cid, user, text } of messages.slice(-SHOWN)) show(cid, user.name, text, false)
})
room.on('message', ({ message: { seq, cid, user, text } }) => {
  tell('message', { seq, cid })
  show(cid, user.name, text, false)
})
room.on('gap', ({ from, to }) => tell('gap', { from, to }))
room.on('state', state => {
  if (state.status === 'joined') tell('joined', { seq: state.position.seq })
})

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
addEventListener('say', () => room.send(WORDS[Math.floor(Math.random() * WORDS.length)]))
addEventListener('reload', () => location.reload())

if (!token) {
  for (let login; !login; ) {
    try {
      login = await client.login(name)
      localStorage.setItem(key, login.token)
    } catch {
      await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  }
}
await Promise.all([client.connect(), room.join()])
tell('ready')
