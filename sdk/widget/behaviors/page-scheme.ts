import { witness } from '../styles/base.css.ts'

const META = 'meta[name="color-scheme" i]'

/**
 * Tells the styles by `data-scheme` on `root` the only scheme that the page around `host` is made for; not where it is made
 * for both, or says nothing. `node` belongs beside the root: it has the colours of the page's scheme, so that a change is
 * seen whatever changed it.
 */
export function pageScheme(host: Element, root: HTMLElement): { node: HTMLElement; look(): void; stop(): void } {
  const node = document.createElement('i')
  node.className = witness
  node.setAttribute('aria-hidden', 'true')
  const page = host.ownerDocument
  const ofMeta = () => page.querySelector<HTMLMetaElement>(META)?.content ?? ''
  let meta = ''
  const look = () => {
    meta = ofMeta()
    const said = getComputedStyle(host).colorScheme
    const words = (said && said !== 'normal' ? said : meta).toLowerCase().split(/\s+/)
    const [light, dark] = ['light', 'dark'].map(each => words.includes(each))
    if (light === dark) root.removeAttribute('data-scheme')
    else root.setAttribute('data-scheme', light ? 'light' : 'dark')
  }
  // The first comes when it is rendered, also at another place in the page
  for (const type of ['animationstart', 'transitionend']) node.addEventListener(type, look)
  // A page without one is light, and so is one that says so
  const observer = new MutationObserver(() => {
    if (ofMeta() !== meta) look()
  })
  if (page.head) observer.observe(page.head, { subtree: true, childList: true, attributeFilter: ['content'] })
  return { node, look, stop: () => observer.disconnect() }
}
