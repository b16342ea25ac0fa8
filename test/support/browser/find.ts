/** CSS, or a role with an accessible name, or a text; each looks through open shadow roots. */
export type Target = string | { role: string; name?: string; exact?: boolean; within?: string } | { text: string }

export interface Found {
  text: string
  visible: boolean
  focused: boolean
  disabled: boolean
  value: string
  attributes: Record<string, string>
  x: number
  y: number
  width: number
  height: number
}

/** Runs in the page: the elements that match, visible ones first, in tree order. Uses nothing from around it. */
export function findElements(target: Target): Element[] {
  const implicit: Record<string, string> = {
    button: 'button',
    a: 'link',
    textarea: 'textbox',
    input: 'textbox',
    h1: 'heading',
    h2: 'heading',
    h3: 'heading',
    dialog: 'dialog',
    ul: 'list',
    ol: 'list',
    li: 'listitem',
    header: 'banner',
    aside: 'complementary',
    form: 'form',
    article: 'article',
    time: 'time',
  }
  const everything: Element[] = []
  const walk = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      everything.push(element)
      if (element.shadowRoot) walk(element.shadowRoot)
    }
  }
  walk(document)
  const squash = (text: string | null | undefined) =>
    (text ?? '')
      .replace(/[\u2066-\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot
    const ids = element.getAttribute('aria-labelledby')
    if (ids)
      return squash(
        ids
          .split(/\s+/)
          .map(id => root.getElementById(id)?.textContent ?? '')
          .join(' '),
      )
    const label = element.getAttribute('aria-label')
    if (label) return squash(label)
    const labels = (element as HTMLInputElement).labels
    if (labels?.length) return squash([...labels].map(node => node.textContent).join(' '))
    if (element.matches('input, textarea'))
      return squash(element.getAttribute('placeholder') ?? element.getAttribute('title'))
    return squash(element.textContent) || squash(element.getAttribute('title'))
  }
  const roleOf = (element: Element) => element.getAttribute('role') ?? implicit[element.localName] ?? ''
  const visible = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true })
  }
  const matches = (element: Element): boolean => {
    if (typeof target === 'string') return element.matches(target)
    if ('text' in target) {
      const has = (node: Element) => squash(node.textContent).includes(target.text)
      return has(element) && ![...element.children].some(has) && !element.matches('script, style, title')
    }
    if (roleOf(element) !== target.role) return false
    if (target.within && !element.closest(target.within)) return false
    if (target.name === undefined) return true
    const name = nameOf(element)
    return target.exact ? name === target.name : name.toLowerCase().includes(target.name.toLowerCase())
  }
  const all = everything.filter(matches)
  return [...all.filter(visible), ...all.filter(element => !visible(element))]
}

/** Runs in the page: what a test wants to know about elements. Uses nothing from around it. */
export function describeElements(elements: Element[]): Found[] {
  return elements.slice(0, 2000).map(element => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const root = element.getRootNode() as Document | ShadowRoot
    const field = element as HTMLInputElement
    return {
      text: (element.textContent ?? '').replace(/\s+/g, ' ').trim(),
      visible: width > 0 && height > 0 && element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }),
      focused: root.activeElement === element,
      disabled: field.disabled === true || element.getAttribute('aria-disabled') === 'true',
      value: typeof field.value === 'string' ? field.value : '',
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      x,
      y,
      width,
      height,
    }
  })
}

/** Runs in the page: the middle of an element once it is at rest and nothing covers it, else why not yet. */
export async function middleOf(element: Element | undefined): Promise<{ x: number; y: number } | { not: string }> {
  if (!element) return { not: 'nothing matches' }
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
  const before = element.getBoundingClientRect()
  // Two frames, since what is about to move may not have begun; a page in the background has none
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, 250)
    const rested = () => {
      clearTimeout(timer)
      setTimeout(resolve, 34)
    }
    requestAnimationFrame(() => requestAnimationFrame(rested))
  })
  const { x, y, width, height } = element.getBoundingClientRect()
  if (x !== before.x || y !== before.y || width !== before.width) return { not: 'it moves' }
  if (width === 0 || height === 0) return { not: 'it is not visible' }
  const middle = { x: x + width / 2, y: y + height / 2 }
  let top = document.elementFromPoint(middle.x, middle.y)
  for (;;) {
    const inner: Element | null | undefined = top?.shadowRoot?.elementFromPoint(middle.x, middle.y)
    if (!inner || inner === top) break
    top = inner
  }
  for (
    let node: Node | null = top;
    node;
    node = node.parentNode ?? (node.nodeType === 11 ? (node as ShadowRoot).host : null)
  )
    if (node === element) return middle
  const labels = (element as HTMLInputElement).labels
  if (top && labels && [...labels].some(label => label.contains(top))) return middle
  return { not: `it is covered by <${top?.localName} class="${top?.getAttribute('class') ?? ''}">` }
}
