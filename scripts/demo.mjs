// The chat server, and a site of another origin that embeds it. PORT and SITE_PORT choose other ports.
import { startForeignSite } from '../demo/foreign/foreign-site.mjs'

const { PORT: port = '5001', SITE_PORT: sitePort = '5002' } = process.env
try {
  const site = await startForeignSite({ chat: `http://localhost:${port}`, port: Number(sitePort) })
  console.log(`The other site: ${site.url}`)
  process.argv.push('--port', port, '--origins', site.url)
} catch (error) {
  console.error(
    error.code === 'EADDRINUSE' ? `Port ${sitePort} is in use: choose another by SITE_PORT.` : error.message,
  )
  process.exit(1)
}
await import('./start.mjs')
