// Provides what the tests need beside npm: three browsers, a display for the one that needs it, a compiler for the bench,
// a font for the emoji of the pictures, and for many nodes Redis and nginx.
import { spawnSync } from 'node:child_process'
import { installedEngines } from '../test/support/browser/engines.mjs'
import { isOnPath, missingPrograms, PROGRAMS } from '../test/support/redis/programs.mjs'

/** The Debian package of each thing that installedEngines looks for, and of two more. */
const PACKAGES = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  driver: ['webkit2gtk-driver'],
  miniBrowser: ['webkit2gtk-driver'],
  xvfb: ['xvfb', 'xauth'],
  compiler: ['g++'],
  emoji: ['fonts-noto-color-emoji', 'fontconfig'],
}

const wanted = missingPackages()
if (wanted.length === 0) {
  console.log('Chromium, Firefox, WebKitGTK, g++, an emoji font, Redis and nginx are here: nothing to do.')
  process.exit(0)
}
if (!isOnPath('apt-get')) leave(byHand('This is not Debian or Ubuntu.'))
const root = process.getuid?.() === 0
if (!root && !isOnPath('sudo')) leave(byHand('Only root can install packages here, and there is no sudo.'))

console.log(`The tests need ${wanted.join(', ')}.`)
console.log(`Installing them with ${root ? '' : 'sudo '}apt-get (up to 300 MB to load, 1 GB on the disk) ...`)
run('update', '-qq')
const failed = run('install', '-y', '-qq', '--no-install-recommends', ...wanted)
const left = missingPackages()
if (left.length > 0) leave(byHand(failed ? `apt-get failed (${failed}).` : `Still missing: ${left.join(', ')}.`), 1)
console.log('Done. Where systemd is, Redis and nginx may run as services now; the tests start their own.')

function missingPackages() {
  const found = { ...installedEngines(), compiler: isOnPath('g++'), emoji: hasEmoji() }
  const missing = [...Object.keys(PACKAGES).filter(name => !found[name]), ...missingPrograms()]
  return [...new Set(missing.flatMap(name => PACKAGES[name] ?? PROGRAMS[name]))]
}

/** Some font has a picture of the party popper; other systems than Linux bring one. */
function hasEmoji() {
  if (process.platform !== 'linux') return true
  return Boolean(spawnSync('fc-list', [':charset=1f389', 'family'], { encoding: 'utf8' }).stdout?.trim())
}

function run(...args) {
  const [command, ...rest] = root ? ['apt-get', ...args] : ['sudo', 'apt-get', ...args]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, rest, { stdio: ['ignore', 'inherit', 'inherit'], env })
  return error ? error.message : status ? `status ${status}` : undefined
}

function byHand(reason) {
  const missing = Object.values(installedEngines().missing)
  if (!isOnPath('g++')) missing.push('g++ (for the bench)')
  if (!hasEmoji()) missing.push('an emoji font (for the pictures)')
  missing.push(...missingPrograms())
  return `${reason} Please install by hand what is missing: ${missing.join('; ')}.
CHROMIUM_PATH, FIREFOX_PATH, WEBKIT_DRIVER_PATH, MINI_BROWSER_PATH and NGINX_PATH name programs in unusual places.
All other tests run without them: npm test says which did not.`
}

function leave(message, status = 0) {
  console.error(message)
  process.exit(status)
}
