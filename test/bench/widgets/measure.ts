import type { Line, Stage } from './stage.ts'

/** Runs in the page: ms until a widget made anew shows the last of `count` messages in a frame. */
export async function timeToShow(lines: Line[]): Promise<number> {
  const { stage } = window as Window & { stage: Stage }
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
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
  const { stage } = window as Window & { stage: Stage }
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
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
