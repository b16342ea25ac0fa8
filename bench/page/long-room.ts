import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { BIN, spawnServer } from '../../test/support/spawn-server.ts'
import { launchChromium, openPage } from './chromium.ts'
import { median, quantile, round, table } from './figures.ts'
import { logIn, type Opening, opened, type Recorded, record, recorded, watchOpening } from './record.ts'

const LENGTH = 100_000
/** px a frame. */
const STEP = 1_200
/** How often the room is opened, each time by somebody else. */
const OPENINGS = 9

/** A room of 100,000 messages: opened, read back to its beginning, and left by the button. */
export async function longRoom(): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-bench-'))
  const data = path.join(folder, 'data')
  const file = path.join(folder, 'messages.jsonl')
  const line = (i: number) => {
    const user = { id: `u${i % 7}`, name: `Person ${i % 7}` }
    const text = `${i} ${'with some words '.repeat(1 + (i % 5))}`
    return JSON.stringify({
      room: 'lobby',
      id: `i${i}`,
      cid: `c${i}`,
      user,
      text,
      sentAt: 1_700_000_000_000 + i * 1_000,
    })
  }
  writeFileSync(file, Array.from({ length: LENGTH }, (_, i) => line(i + 1)).join('\n'))
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'import', file, '--data', data], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const server = await spawnServer(['--no-limits', '--data', data, '--log-level', 'warn'])
  const browser = await launchChromium()
  try {
    const openings = []
    for (let i = 0; i < OPENINGS; i++) openings.push(await openRoom(browser, server.url, i))
    const { page, cost, settled, close } = await openPage(browser)
    await page.goto(server.url)
    await page.locator('input').waitFor()
    await logIn(page, 'Reader')
    const first = await settled()
    const result = { seen: 0, off: 0, rows: 0, end: 0 }
    const frames: number[] = []
    const begun = await cost()
    const start = performance.now()
    for (let ended = false; !ended && performance.now() - start < 280_000; ) {
      await page.evaluate(record)
      const part = await page.evaluate(readBack, STEP)
      frames.push(...((await page.evaluate(recorded)) as Recorded).frames)
      ended = part.ended
      result.seen += part.seen
      result.off = Math.max(result.off, part.off)
      result.rows = Math.max(result.rows, part.rows)
    }
    const seconds = (performance.now() - start) / 1000
    const now = await cost()
    const last = await settled()
    result.end = await page.evaluate(backToEnd)
    await close()
    const figures = {
      shown: round(median(openings.map(({ shown }) => shown))),
      open: round(median(openings.map(({ calm }) => calm))),
      ...result,
      seconds: round(seconds),
      frames: frames.length,
      late: round((frames.filter(ms => ms > 25).length / frames.length) * 100),
      p99: round(quantile(frames, 0.99)),
      share: round((now.task - begun.task) / seconds / 10),
      heapBefore: round(first.heap / 1e6),
      heapAfter: round(last.heap / 1e6),
      nodesBefore: first.nodes,
      nodesAfter: last.nodes,
    }
    console.log(`\nA room of ${LENGTH} messages, ${STEP} px a frame, Chromium ${browser.version()}`)
    console.log(table(['figure', 'value'], Object.entries(figures)))
    return figures
  } finally {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openRoom(browser: Browser, url: string, i: number): Promise<Opening> {
  const { page, close } = await openPage(browser)
  await page.goto(url)
  await page.locator('input').waitFor()
  await page.evaluate(watchOpening)
  await logIn(page, `Visitor ${i}`)
  const opening = await page.evaluate(opened)
  await close()
  return opening
}

/** Runs in the page: reads back for some seconds; how many messages came into sight, and how far the most moved was off. */
async function readBack(step: number): Promise<{ seen: number; off: number; rows: number; ended: boolean }> {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const log = root?.querySelector<HTMLElement>('[part~="scroller"]')
  const list = root?.querySelector<HTMLElement>('[role=log]')
  if (!log || !list) throw new Error('There is no log.')
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const numberOf = (row: Element | null | undefined) =>
    Number.parseInt(row?.querySelector('[part~="bubble"]')?.textContent ?? '', 10)
  const topRow = () => {
    const edge = log.getBoundingClientRect().top
    return [...list.children].find(row => row.hasAttribute('data-key') && row.getBoundingClientRect().bottom > edge)
  }
  const state = window as unknown as { lowest?: number }
  let seen = 0
  let off = 0
  let rows = 0
  let still = 0
  const end = performance.now() + 10_000
  while (performance.now() < end && still < 60) {
    const row = topRow()
    const bubble = row?.querySelector('[part~="bubble"]')
    const before = bubble?.getBoundingClientRect().top ?? 0
    const from = log.scrollTop
    log.scrollTop -= step
    const moved = from - log.scrollTop
    await frame()
    if (bubble?.isConnected) off = Math.max(off, Math.abs(bubble.getBoundingClientRect().top - before - moved))
    const number = numberOf(topRow())
    if (state.lowest === undefined || number < state.lowest) {
      seen += (state.lowest ?? number) - number
      state.lowest = number
    }
    rows = Math.max(rows, list.children.length)
    still = state.lowest === 1 && moved === 0 ? still + 1 : 0
  }
  return { seen, off, rows, ended: still >= 60 }
}

/** Runs in the page: ms until the button has led to the newest message. */
async function backToEnd(): Promise<number> {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const start = performance.now()
  root?.querySelector<HTMLElement>('[part~="jump"]')?.click()
  const last = () => [...(root?.querySelectorAll('[part~="bubble"]') ?? [])].at(-1)?.textContent ?? ''
  do await frame()
  while (!last().startsWith('100000 ') && performance.now() - start < 10_000)
  await frame()
  return Math.round(performance.now() - start)
}
