// The chat server, and a site of another origin that embeds it.
import { startForeignSite } from '../demo/foreign/foreign-site.mjs'

const CHAT_PORT = 5001
const chat = `http://localhost:${CHAT_PORT}`
try {
  const site = await startForeignSite({ chat })
  console.log(`The other site: ${site.url}`)
  process.argv.push('--port', String(CHAT_PORT), '--origins', site.url)
} catch (error) {
  console.error(error.code === 'EADDRINUSE' ? 'Port 5002 is in use: stop what runs there.' : error.message)
  process.exit(1)
}
await import('./start.mjs')
