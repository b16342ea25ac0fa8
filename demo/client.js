import { createChatClient } from './chat-client.mjs'

const client = createChatClient({ server: new URL('.', location.href).href })
const room = client.room('lobby')

/** @param {string} id */
const element = id => {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no #${id}.`)
  return found
}
const status = element('status')
const people = element('people')
const log = element('log')
const login = element('login')
const composer = element('composer')
const problem = element('problem')

// a list that scrolls has to be reached by keyboard too
log.tabIndex = 0

const LONGEST = 500
/** @type {Map<string, HTMLElement>} a row for each message, by its cid, so that a draft becomes the message */
const rows = new Map()

/** @param {string} cid @param {string} name @param {string} text @param {boolean} pending */
function show(cid, name, text, pending) {
  const row = rows.get(cid) ?? document.createElement('li')
  const author = document.createElement('b')
  author.textContent = `${name} `
  row.replaceChildren(author, text)
  row.toggleAttribute('data-pending', pending)
  rows.set(cid, row)
  const atEnd = log.scrollTop + log.clientHeight > log.scrollHeight - 40
  if (!row.isConnected) log.append(row)
  if (atEnd) log.scrollTop = log.scrollHeight
  for (const [oldest, first] of rows) {
    if (rows.size <= LONGEST) break
    rows.delete(oldest)
    first.remove()
  }
}

room.on('page', ({ messages, keep }) => {
  if (!keep) {
    log.replaceChildren()
    rows.clear()
  }
  for (const { cid, user, text } of messages) show(cid, user.name, text, false)
})
room.on('message', ({ message: { cid, user, text } }) => show(cid, user.name, text, false))
room.on('draft', ({ cid, text, state }) => {
  if (state.status === 'pending') show(cid, client.user?.name ?? 'you', text, true)
  if (state.status === 'failed') problem.textContent = state.error.message
})
room.on('members', ({ count }) => {
  people.textContent = `${count} here`
})
client.on('status', state => {
  status.textContent = 'error' in state ? state.error.message : state.status
})
client.on('session', session => {
  login.hidden = session !== undefined
  composer.hidden = session === undefined
})

/** @param {HTMLElement} form @param {(value: string) => void | Promise<void>} use */
function onSubmit(form, use) {
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const field = form.querySelector('input')
    if (!field) return
    problem.textContent = ''
    try {
      await use(field.value)
      field.value = ''
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error)
    }
  })
}

onSubmit(login, async name => {
  await client.login(name)
  await client.connect()
  await room.join()
  composer.querySelector('input')?.focus()
})
onSubmit(composer, text => {
  room.send(text)
})
