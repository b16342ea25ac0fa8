import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { listen } from '../../test/support/browser/listen.ts'
import { installPeers } from '../install-peers.ts'
import { launchChromium, type MeasuredPage, openPage, UNLIMITED } from '../page/chromium.ts'
import { median, round, table } from '../page/figures.ts'
import { animate, timeToAppend, timeToShow } from './measure.ts'
import { fakeServer, type Line, stageDeepChat, stageOurs, stageVueAdvancedChat } from './stage.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const PACKAGES = path.join(import.meta.dirname, 'node_modules')
const DIST = path.join(ROOT, 'sdk/dist')
/** A widget that has not finished after this is not waited for, in ms. */
const LIMIT = 30_000

interface Contender {
  name: string
  script: string
  type: '' | 'module'
  tag: string
  stage: () => void
  rounds: number
}

const CONTENDERS: Contender[] = [
  { name: 'chat-widget', script: '/ours/chat-widget.js', type: '', tag: 'chat-widget', stage: stageOurs, rounds: 5 },
  {
    name: 'deep-chat 2.4.2',
    script: '/packages/deep-chat/dist/deepChat.bundle.js',
    type: 'module',
    tag: 'deep-chat',
    stage: stageDeepChat,
    rounds: 5,
  },
  {
    name: 'vue-advanced-chat 2.1.2',
    script: '/packages/vue-advanced-chat/dist/vue-advanced-chat.umd.js',
    type: '',
    tag: 'vue-advanced-chat',
    stage: stageVueAdvancedChat,
    rounds: 1,
  },
]

const lines = (from: number, count: number): Line[] =>
  Array.from({ length: count }, (_, i) => {
    const number = from + i
    return {
      number,
      author: number % 5,
      text: `Message ${number}: ${'some words of a chat '.repeat(1 + (number % 4))}.`,
    }
  })

interface Round {
  evaluate: number
  show100: number
  show: number
  fill: number
  append: number
  showTask: number
  appendTask: number
  nodes: number
}

/** Time to show 1,000 messages and to append 1,000, of each widget in the same Chromium, in turns. */
export async function compareWidgets(): Promise<object> {
  installPeers('widgets')
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bench')
    const [, kind, ...rest] = url.pathname.split('/')
    const folder = kind === 'ours' ? DIST : PACKAGES
    const file = path.join(folder, ...rest)
    if (kind === '') {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>bench</title><body>')
    } else if (kind === 'login') {
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ token: 't', user: { id: 'u0', name: 'Reader' }, expiresAt: Date.now() + 1e9 }))
    } else if (rest.length > 0 && existsSync(file)) {
      response.setHeader('Content-Type', 'text/javascript')
      response.end(readFileSync(file))
    } else response.writeHead(404).end()
  })
  const url = await listen(server)
  const browser = await launchChromium([...UNLIMITED, '--js-flags=--expose-gc'])
  const results = new Map<string, (Round | string)[]>(CONTENDERS.map(({ name }) => [name, []]))
  try {
    for (let round = 0; round < Number(process.env.ROUNDS ?? 5); round++)
      for (const contender of CONTENDERS) {
        if (round >= contender.rounds) continue
        const result = await measure(browser, url, contender).catch(error => String(error.message).split('\n')[0] ?? '')
        results.get(contender.name)?.push(result)
        console.log(contender.name, JSON.stringify(result))
      }
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
  }
  const version = browser.version()
  return report(version, results)
}

/** Each figure that the other would make quicker has a page of its own. */
async function measure(browser: Browser, url: string, contender: Contender): Promise<Round> {
  const shown = await inPage(browser, url, contender, async (page, cost) => {
    const before = await cost()
    const show = await page.evaluate(timeToShow, { lines: lines(1, 1_000) })
    const between = await cost()
    const append = await page.evaluate(timeToAppend, lines(1_001, 1_000))
    const end = await cost()
    const nodes = await page.evaluate(() => window.stage.root()?.querySelectorAll('*').length ?? 0)
    return { show, append, showTask: between.task - before.task, appendTask: end.task - between.task, nodes }
  })
  const { fill } = await inPage(browser, url, contender, async page => ({
    fill: await page.evaluate(timeToShow, { lines: lines(1, 1_000), apart: true }),
  }))
  return { ...shown, fill }
}

/** Runs it in a new page that has shown the widget twice with fewer messages, so that parts that come later are there and compiled. */
async function inPage<T>(
  browser: Browser,
  url: string,
  contender: Contender,
  run: (page: Page, cost: MeasuredPage['cost']) => Promise<T>,
): Promise<T & { evaluate: number; show100: number }> {
  const { page, cost, close } = await openPage(browser)
  // A page that is busy for ever is ended with its process
  const timer = setTimeout(() => void close().catch(() => {}), LIMIT)
  try {
    if (contender.tag === 'chat-widget') await page.addInitScript(fakeServer)
    await page.goto(url)
    const before = await cost()
    await page.addScriptTag({ url: contender.script, ...(contender.type && { type: contender.type }) })
    if (contender.tag === 'vue-advanced-chat') await page.evaluate('window["vue-advanced-chat"].register()')
    await page.evaluate(contender.stage)
    const evaluated = await cost()
    await page.evaluate(animate)
    await page.evaluate(timeToShowSource(lines(1, 20), contender.tag === 'chat-widget'))
    await page.evaluate(() => window.stage.clear())
    const show100 = await page.evaluate(timeToShow, { lines: lines(1, 100) })
    await page.evaluate(() => window.stage.clear())
    return { ...(await run(page, cost)), evaluate: evaluated.script - before.script, show100 }
  } finally {
    clearTimeout(timer)
    await close().catch(() => {})
  }
}

/** The first show; chat-widget logs in before. */
function timeToShowSource(first: Line[], logsIn: boolean): string {
  const login = `
    const widget = document.createElement('chat-widget')
    widget.setAttribute('room', 'lobby')
    document.body.append(widget)
    await widget.ready
    await widget.login('Reader')
    await new Promise(resolve => setTimeout(resolve, 500))
    widget.remove()`
  return `(async () => { ${logsIn ? login : ''}; return (${timeToShow})(${JSON.stringify({ lines: first })}) })()`
}

function report(version: string, results: Map<string, (Round | string)[]>): object {
  const medians = [...results].map(([name, rounds]) => {
    const whole = rounds.filter(round => typeof round === 'object')
    const failed = rounds.find(round => typeof round === 'string')
    if (whole.length === 0) return { name, failed }
    const of = (key: keyof Round) => round(median(whole.map(each => each[key])))
    return {
      name,
      evaluate: of('evaluate'),
      show100: of('show100'),
      show: of('show'),
      fill: of('fill'),
      append: of('append'),
      showTask: of('showTask'),
      appendTask: of('appendTask'),
      nodes: of('nodes'),
    }
  })
  console.log(`\nChromium ${version}; medians, ms`)
  const head = [
    'widget',
    'script',
    'show 100',
    'show 1,000',
    'fill with 1,000',
    'append 1,000',
    'main thread: show',
    'append',
    'elements',
  ]
  console.log(
    table(
      head,
      medians.map(({ name, ...rest }) => [name, ...Object.values(rest).map(value => value ?? '')]),
    ),
  )
  return { chromium: version, widgets: medians }
}
