import type { Page } from 'playwright-core'
import { pressAt } from './press-at.ts'

/** What Playwright keeps inside; its own tap does nothing in Firefox. */
interface Inner {
  _connection: {
    toImpl(page: Page): {
      delegate: { _session: { sessionId: string; send(method: string, params: object): Promise<unknown> } }
    }
  }
}

/** With a finger, over the connection that Playwright has. */
export async function tapInFirefox(page: Page, x: number, y: number): Promise<void> {
  const { _session: session } = (page as unknown as Inner)._connection.toImpl(page).delegate
  await session.send('input.performActions', { context: session.sessionId, actions: [pressAt(x, y, 'touch')] })
}

/** Of a browser whose only pointer is a finger. */
export const TOUCH_PREFERENCES = {
  'dom.w3c_touch_events.enabled': 1,
  'ui.primaryPointerCapabilities': 1,
  'ui.allPointerCapabilities': 1,
}
