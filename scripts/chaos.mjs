// A chat whose network and server fail at the press of a button. SITE_PORT chooses another port.
import { startChaosSite } from '../demo/chaos/chaos-site.mjs'
import { build } from './build.mjs'

const { SITE_PORT: port = '5003' } = process.env
try {
  await build()
  const site = await startChaosSite({ port: Number(port) })
  console.log(`Chaos on ${site.url}`)
  const stop = () => void site.close().then(() => process.exit(0))
  process.once('SIGTERM', stop).once('SIGINT', stop)
} catch (error) {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is in use: choose another by SITE_PORT.` : error.message)
  process.exit(1)
}
