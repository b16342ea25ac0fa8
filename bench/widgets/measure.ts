import type { Line } from './stage.ts'

/**
 * Runs in the page: `nextFrame()`, which resolves when a frame was made, with the time; something else of the page changes in it,
 * since a browser waits with a frame in which nothing does.
 */
export function animate(): void {
  const dot = document.body.appendChild(document.createElement('i'))
  dot.style.cssText = 'position: fixed; top: 0; left: 0; width: 1px; height: 1px'
  const { port1, port2 } = new MessageChannel()
  window.nextFrame = () =>
    new Promise(resolve => {
      // its callbacks come before a frame; the message is behind it
      port2.onmessage = () => resolve(performance.now())
      requestAnimationFrame(() => {
        dot.style.background = dot.style.background === 'black' ? 'white' : 'black'
        port1.postMessage(0)
      })
    })
}

/**
 * Runs in the page: ms until a widget shows the last of these messages, in sight, in a frame; one that is made for it, or
 * one that stood there and had none (`apart`). Looking for it does not count.
 */
export async function timeToShow({ lines, apart }: { lines: Line[]; apart?: boolean }): Promise<number> {
  const { stage, nextFrame: frame } = window
  const last = lines.at(-1)?.text ?? ''
  // Some widgets draw the oldest messages first and scroll then
  const shown = () =>
    [...(stage.root()?.querySelectorAll('*') ?? [])].some(node => {
      if (node.textContent !== last) return false
      const { top, bottom } = node.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    })
  const history = stage.history(lines)
  if (apart) {
    stage.show()
    for (let i = 0; i < 100; i++) await frame()
  }
  // What was there before is not collected meanwhile
  window.gc()
  await frame()
  await frame()
  const start = performance.now()
  if (apart) stage.fill(history)
  else stage.show(history)
  let looked = 0
  for (;;) {
    const made = await frame()
    const from = performance.now()
    if ((stage.root()?.textContent ?? '').includes(last) && shown()) return made - start - looked
    looked += performance.now() - from
  }
}

/** Runs in the page: ms to append messages one by one, with a frame after every ten. */
export async function timeToAppend(lines: Line[]): Promise<number> {
  const { stage, nextFrame: frame } = window
  const last = lines.at(-1)?.text ?? ''
  const messages = lines.map(stage.message)
  window.gc()
  await frame()
  const start = performance.now()
  let made = start
  for (const [index, message] of messages.entries()) {
    stage.append(message)
    if (index % 10 === 9) made = await frame()
  }
  while (!(stage.root()?.textContent ?? '').includes(last)) made = await frame()
  return made - start
}
