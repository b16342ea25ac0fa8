import { locale } from '../../lib/locale.ts'

/** The shadow root that an element is in, or nothing. Not by `host`: a page may have a form of that name. */
const shadowAround = (element: Element) => {
  const root = element.getRootNode()
  return root.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? (root as ShadowRoot) : undefined
}

/** What the page says its language is at this element, also outside of shadow roots around it, if it can be used. */
export function pageLanguage(element: Element): string | undefined {
  const said = element.closest('[lang]')
  if (said) return locale(said.getAttribute('lang'))
  const host = shadowAround(element)?.host
  return host && pageLanguage(host)
}

/** Calls when some language was changed in the trees around an element; returns what stops it. */
export function watchLanguage(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  for (let inner: Element | undefined = element; inner; inner = shadowAround(inner)?.host)
    observer.observe(inner.getRootNode(), { subtree: true, attributeFilter: ['lang'] })
  return () => observer.disconnect()
}
