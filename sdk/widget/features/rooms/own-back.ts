/**
 * Whether Back goes from room to room: where the page says so, and, where it says nothing, in a chat that is the whole
 * window. In a frame, in a part of a page, and where nothing is to be kept, Back is the page's.
 */
export function ownsBack(element: Element): boolean {
  const says = element.getAttribute('back')
  if (says === 'rooms' || says === 'page') return says === 'rooms'
  const view = element.ownerDocument.defaultView
  if (!view || view !== view.top) return false
  return element.getAttribute('mode') === 'page' && element.getAttribute('storage') !== 'none'
}

/** Tells an element from others, also after a reload: by where it talks, and which one of the page it is. */
export function placeOf(element: Element, server: string, home: string): string {
  const alike = (element.getRootNode() as ParentNode).querySelectorAll(element.localName)
  return `${[...alike].indexOf(element)} ${server} ${home}`
}
