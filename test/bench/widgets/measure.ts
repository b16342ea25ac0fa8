import type { Line } from './stage.ts'

/** Runs in the page: `nextFrame()`, in which something else of the page changes, since a browser waits with a frame in which nothing does. */
export function animate(): void {
  const dot = document.body.appendChild(document.createElement('i'))
  dot.style.cssText = 'position: fixed; top: 0; left: 0; width: 1px; height: 1px'
  window.nextFrame = () =>
    new Promise(resolve =>
      requestAnimationFrame(() => {
        dot.style.background = dot.style.background === 'black' ? 'white' : 'black'
        resolve()
      }),
    )
}

/** Runs in the page: ms until a widget made anew shows the last of `count` messages in a frame. */
export async function timeToShow(lines: Line[]): Promise<number> {
  const { stage, nextFrame: frame } = window
  const last = lines.at(-1)?.text ?? ''
  const shown = () => [...(stage.root()?.querySelectorAll('*') ?? [])].some(node => node.textContent === last)
  await frame()
  await frame()
  const start = performance.now()
  stage.show(lines)
  do await frame()
  while (!(stage.root()?.textContent ?? '').includes(last) || !shown())
  // The callback comes before the frame; this one after it
  await frame()
  return performance.now() - start
}

/** Runs in the page: ms to append messages one by one, with a frame after every ten. */
export async function timeToAppend(lines: Line[]): Promise<number> {
  const { stage, nextFrame: frame } = window
  const last = lines.at(-1)?.text ?? ''
  await frame()
  const start = performance.now()
  for (const [index, line] of lines.entries()) {
    stage.append(line)
    if (index % 10 === 9) await frame()
  }
  while (!(stage.root()?.textContent ?? '').includes(last)) await frame()
  await frame()
  return performance.now() - start
}
