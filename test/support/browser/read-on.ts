import type { Page } from './engine.ts'

export interface Walk {
  /** Numbers of the messages that were in sight, in the order in which they came. */
  seen: number[]
  /** What was not as it should be: gaps, doubles, rows that moved. */
  faults: string[]
  /** Most rows that were in the page at once. */
  rows: number
}

/**
 * Scrolls the log by `step` px again and again until it comes no further; texts begin with their number. After each step
 * everything that was in sight must have moved by just that step.
 */
export async function readOn(page: Page, step: number, edge: 'older' | 'newer'): Promise<Walk> {
  const seen = new Set<number>()
  const faults: string[] = []
  let rows = 0
  for (;;) {
    // No driver waits long for one answer
    const part = await page.evaluate(walk, step, edge)
    for (const number of part.seen) seen.add(number)
    faults.push(...part.faults)
    rows = Math.max(rows, part.rows)
    if (part.ended || faults.length > 10) return { seen: [...seen], faults, rows }
  }
}

/** Runs in the page: some steps. */
async function walk(step: number, edge: 'older' | 'newer'): Promise<Walk & { ended: boolean }> {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const log = root?.querySelector('[part~="scroller"]')
  const beyond = root?.querySelector<HTMLElement>(`[part~="${edge}"]`)
  if (!log || !beyond) throw new Error('There is no log.')
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const bubbles = () => [...log.querySelectorAll('[part~="bubble"]')]
  const numberOf = (bubble: Element) => Number.parseInt(bubble.textContent ?? '', 10)
  const inSight = () => {
    const { top, bottom } = log.getBoundingClientRect()
    return bubbles().filter(bubble => {
      const place = bubble.getBoundingClientRect()
      return place.bottom > top && place.top < bottom
    })
  }
  const seen = new Set<number>()
  const faults: string[] = []
  let most = 0
  const look = () => {
    const all = bubbles().map(numberOf)
    most = Math.max(most, all.length)
    const broken = all.findIndex((number, i) => i > 0 && number !== (all[i - 1] ?? 0) + 1)
    if (broken > 0) faults.push(`${all[broken]} comes after ${all[broken - 1]}`)
    for (const bubble of inSight()) seen.add(numberOf(bubble))
  }
  look()
  const end = performance.now() + 5_000
  let still = 0
  while (still < 10 && performance.now() < end) {
    const before = inSight().map(bubble => ({
      bubble,
      number: numberOf(bubble),
      top: bubble.getBoundingClientRect().top,
    }))
    const from = log.scrollTop
    log.scrollTop += step
    const moved = log.scrollTop - from
    for (let i = 0; i < 3; i++) await frame()
    for (const { bubble, number, top } of before) {
      const off = bubble.getBoundingClientRect().top - (top - moved)
      if (Math.abs(off) >= 1) faults.push(`${number} is off by ${off} px`)
    }
    look()
    still = moved === 0 && beyond.hidden ? still + 1 : 0
  }
  return { seen: [...seen], faults, rows: most, ended: still === 10 }
}
