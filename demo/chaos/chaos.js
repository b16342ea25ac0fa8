// The panel: makes things fail, and counts what everybody tells.

import { Ledger } from '/ledger.js'
import { createChatClient } from '/sdk/index.js'

const NAMES = ['Ada', 'Grace', 'Linus']
const SAY_EVERY_MS = 400
const STORM_EVERY_MS = 2_500
const DELAY_MS = 1_500

const element = id => document.getElementById(id)
const ledger = new Ledger()
const frames = [...document.querySelectorAll('iframe')]
const isPressed = id => element(id).getAttribute('aria-pressed') === 'true'
const random = list => list[Math.floor(Math.random() * list.length)]
window.doubling = false

addEventListener('tab', ({ detail }) => {
  ledger.tell(detail)
  render()
})

const fault = (name, value = 0) => fetch(`/${name}?value=${value}`, { method: 'POST' }).catch(() => {})
const FAULTS = {
  duplicate: on => {
    window.doubling = on
    return on ? 'Every frame comes twice.' : 'Frames come once again.'
  },
  delay: on => {
    void fault('delay', on ? DELAY_MS : 0)
    return on ? 'Everything is up to 1.5 s late.' : 'Nothing is late any more.'
  },
  cut: () => {
    void fault('cut')
    return 'All connections were cut.'
  },
  sleep: () => {
    void fault('sleep')
    return 'Nothing passes for 12 s.'
  },
  reload: () => {
    const frame = random(frames)
    frame.contentWindow.dispatchEvent(new Event('reload'))
    return `${frame.title} has loaded the page anew.`
  },
  kill: () => {
    void fault('kill')
    return 'The server was killed, and starts again.'
  },
}

for (const button of document.querySelectorAll('.panel button')) {
  button.addEventListener('click', () => {
    const toggles = button.hasAttribute('aria-pressed')
    const on = toggles && !isPressed(button.id)
    if (toggles) button.setAttribute('aria-pressed', String(on))
    const said = FAULTS[button.id]?.(on)
    if (said) element('said').textContent = said
  })
}

setInterval(() => {
  if (isPressed('talk')) random(frames).contentWindow?.dispatchEvent(new Event('say'))
}, SAY_EVERY_MS)
setInterval(() => {
  if (isPressed('storm')) element(random(['cut', 'cut', 'reload', 'reload', 'kill', 'duplicate', 'delay'])).click()
}, STORM_EVERY_MS)
setInterval(render, 1_000)

function render() {
  for (const [id, count] of Object.entries(ledger.counts())) {
    element(id).textContent = String(count)
    element(id).parentElement.toggleAttribute('data-bad', count > 0 && (id === 'lost' || id === 'duplicated'))
  }
}

await follow()

/** The client on a line of its own: it does not go through the network that fails. */
async function follow() {
  const { server } = await (await fetch('/addresses.json')).json()
  const client = createChatClient({ server })
  const room = client.room('chaos')
  const tell = (type, fields) => ledger.tell({ name: 'witness', type, ...fields })
  room.on('page', ({ messages, keep }) => tell('page', { keep, messages }))
  room.on('message', ({ message }) => tell('message', message))
  await client.login(`Witness ${Math.random().toString(36).slice(2, 6)}`)
  await Promise.all([client.connect(), room.join()])
  for (const name of NAMES) ledger.expect(name)
}
