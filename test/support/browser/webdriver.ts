import { createServer } from 'node:net'
import { endChild, startChild } from './children.ts'
import { installedEngines } from './engines.mjs'
import { xvfbDisplay } from './xvfb.ts'

/** A W3C WebDriver session: `call` adds a path to the session's. */
export interface Session {
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** Further calls go to this tab. */
  choose(handle: string): Promise<void>
  close(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** WebKitGTK's driver takes one session a process, so each session starts its own; one that does not begin, once more. */
export async function openWebKitSession(colorScheme: 'light' | 'dark'): Promise<Session> {
  return beginSession(colorScheme).catch(() => beginSession(colorScheme))
}

async function beginSession(colorScheme: 'light' | 'dark'): Promise<Session> {
  const { driver = 'WebKitWebDriver', miniBrowser } = installedEngines()
  const port = await freePort()
  const env = {
    ...process.env,
    DISPLAY: await xvfbDisplay(),
    LIBGL_ALWAYS_SOFTWARE: '1',
    GDK_BACKEND: 'x11',
    GTK_THEME: colorScheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
  }
  const child = startChild(driver, ['--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore', env })

  async function request(method: string, path: string, body?: unknown): Promise<unknown> {
    const signal = AbortSignal.timeout(30_000)
    const init = { method, signal, ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }) }
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
    const { value } = (await response.json()) as { value: { error?: string; message?: string } }
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value?.error}: ${value?.message}`)
    return value
  }

  const end = performance.now() + 10_000
  for (;;) {
    const status = await request('GET', '/status').catch(() => undefined)
    if (status) break
    if (performance.now() > end || child.exitCode !== null) throw new Error('WebKitWebDriver did not start.')
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  const capabilities = {
    alwaysMatch: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
    },
  }
  const asked = request('POST', '/session', { capabilities }) as Promise<{ sessionId: string }>
  const { sessionId } = await asked.catch(async error => {
    await endChild(child)
    throw error
  })

  let chosen: string | undefined
  return {
    async choose(handle) {
      if (handle === chosen) return
      await request('POST', `/session/${sessionId}/window`, { handle })
      chosen = handle
    },
    call: (method, path, body) => request(method, `/session/${sessionId}${path}`, body),
    async close() {
      await request('DELETE', `/session/${sessionId}`).catch(() => undefined)
      await endChild(child)
    },
  }
}
