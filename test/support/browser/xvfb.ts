import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { endChild, startChild } from './children.ts'

let display: Promise<{ name: string; child?: ChildProcess }> | undefined

async function start(): Promise<{ name: string; child?: ChildProcess }> {
  if (process.env.BROWSER_DISPLAY) return { name: process.env.BROWSER_DISPLAY }
  const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp']
  const child = startChild('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((resolve, reject) => {
    ;(child.stdio[3] as Readable).once('data', data => resolve(String(data).trim()))
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`Xvfb ended with ${code}.`)))
  })
  return { name: `:${number}`, child }
}

/** A display for WebKitGTK, started once a process and ended with it. */
export async function xvfbDisplay(): Promise<string> {
  display ??= start()
  return (await display).name
}

export async function stopXvfb(): Promise<void> {
  const running = await display
  display = undefined
  if (running?.child) await endChild(running.child)
}
