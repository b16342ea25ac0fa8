import { expect } from 'vitest'
import { words as rooms } from '../../../sdk/widget/features/rooms/words.ts'
import { words } from './chat-page.ts'
import type { Page } from './engine.ts'

export { rooms }
export const PASSWORD = 'a long walk by the sea'

/** Of a room in the list; its words go on with what is new in it. */
export const row = (title: string) => ({ role: 'button', name: title })
export const composerIn = (title: string) => ({ role: 'textbox', name: words.composer(title) })

export async function register(server: string, username: string): Promise<void> {
  const body = JSON.stringify({ username, password: PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(new URL('/register', server), { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
}

/** Through the browser's history, until it is there. */
export async function step(page: Page, delta: number): Promise<void> {
  await page.evaluate(
    (by: number) =>
      new Promise<void>(resolve => {
        addEventListener('popstate', () => setTimeout(resolve), { once: true })
        history.go(by)
      }),
    delta,
  )
}
