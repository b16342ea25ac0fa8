import { pageSignals } from '../connection/page-signals.ts'
import { systemClock } from '../lib/clock.ts'
import { makeCid } from '../lib/make-cid.ts'
import { checkScheme } from './check-scheme.ts'
import { Client } from './client.ts'
import { lateCalls } from './late-calls.ts'
import { orderedDrafts } from './outbox/ordered-drafts.ts'
import { pageAddress, serverAddress } from './server-address.ts'
import type { ChatClient, ChatClientOptions } from './types.ts'

/** A client of one chat server. Nothing happens before `login` or `connect`. Throws ChatError `invalid_server`, or TypeError where there is no WebSocket. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { credentials = 'token', clock = systemClock, random = Math.random, cid = makeCid } = options
  const WebSocket = options.WebSocket ?? globalThis.WebSocket
  const page = pageAddress()
  const address = serverAddress(options.server, page)
  if (!WebSocket) throw new TypeError('There is no WebSocket here. Pass one as an option, such as that of "ws".')
  const fetch = options.fetch ?? globalThis.fetch
  return new Client({
    address,
    origin: page?.origin,
    checkScheme: () => checkScheme(address, page),
    token: options.token,
    user: options.user,
    drafts: options.drafts && orderedDrafts(options.drafts),
    getToken: options.getToken,
    credentials,
    WebSocket,
    calls: lateCalls({ server: address.http, fetch, clock, credentials }),
    signals: pageSignals(),
    clock,
    random,
    cid,
  })
}
