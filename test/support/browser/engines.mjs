// Which browsers are here; plain JavaScript, so that scripts can ask too.
import { existsSync } from 'node:fs'
import path from 'node:path'

const MINI_BROWSER = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .flatMap(arch => ['4.1', '4.0', '6.0'].map(v => `/usr/lib/${arch}/webkit2gtk-${v}/MiniBrowser`))
  .concat('/usr/lib64/webkit2gtk-4.1/MiniBrowser', '/usr/lib/webkit2gtk-4.1/MiniBrowser')

function onPath(names) {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name)
      if (folder && existsSync(file)) return file
    }
  return undefined
}

const firstOf = files => files.find(file => file && existsSync(file))

/** The paths of everything found; `missing` names per engine what is not there. */
export function installedEngines() {
  const mac = '/Applications'
  const chromium =
    firstOf([process.env.CHROMIUM_PATH]) ??
    onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    firstOf([`${mac}/Google Chrome.app/Contents/MacOS/Google Chrome`, `${mac}/Chromium.app/Contents/MacOS/Chromium`])
  const firefox =
    firstOf([process.env.FIREFOX_PATH]) ??
    onPath(['firefox-esr', 'firefox']) ??
    firstOf([`${mac}/Firefox.app/Contents/MacOS/firefox`])
  const driver = firstOf([process.env.WEBKIT_DRIVER_PATH]) ?? onPath(['WebKitWebDriver'])
  const miniBrowser = firstOf([process.env.MINI_BROWSER_PATH, ...MINI_BROWSER])
  const xvfb = onPath(['Xvfb'])
  const missing = {}
  if (!chromium) missing.chromium = 'Chromium or Chrome'
  if (!firefox) missing.firefox = 'Firefox'
  if (!driver || !miniBrowser) missing.webkit = 'WebKitGTK with WebKitWebDriver and MiniBrowser (webkit2gtk-driver)'
  else if (!xvfb && !process.env.DISPLAY) missing.webkit = 'Xvfb, or a display'
  return { chromium, firefox, driver, miniBrowser, xvfb, missing }
}
