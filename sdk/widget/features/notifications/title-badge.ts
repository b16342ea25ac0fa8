/** So often a page may set its title again before it is left to it. */
const MOST_FIGHTS = 20

// A page's form may have the name `title`, which hides the document's own
const titleOf = (page: Document): string => Reflect.get(Document.prototype, 'title', page)
const setTitle = (title: string) => Reflect.set(Document.prototype, 'title', title, document)

/** What the elements of this page count, each for itself. */
const counts = new Map<object, number>()
/** The page's own title, and what stands there instead. */
let own = ''
let shown: string | undefined
let fights = 0
let observer: MutationObserver | undefined

/** Puts the number before the page's title, and whatever the page makes of it; nothing is left of it with nothing to count. */
function show(): void {
  const sum = [...counts.values()].reduce((all, count) => all + count, 0)
  const now = titleOf(document)
  if (shown !== undefined && now !== shown) {
    // What the page set is its own
    own = now
    fights++
  } else if (shown === undefined) own = now
  if (sum === 0 || fights > MOST_FIGHTS) {
    if (shown !== undefined && now === shown) setTitle(own)
    shown = undefined
    observer?.disconnect()
    observer = undefined
    return
  }
  const next = `(${sum > 99 ? '99+' : sum}) ${own}`
  if (now !== next) setTitle(next)
  // As the browser has it: white space is another there
  shown = titleOf(document)
  if (observer) return
  observer = new MutationObserver(() => {
    if (titleOf(document) !== shown) show()
  })
  observer.observe(Reflect.get(Document.prototype, 'head', document) ?? document, {
    childList: true,
    subtree: true,
    characterData: true,
  })
}

/** What one element counts, before the title of its page; all of a page add up. */
export function badgeTitle(owner: object, count: number): void {
  if ((counts.get(owner) ?? 0) === count) return
  if (count > 0) counts.set(owner, count)
  else counts.delete(owner)
  fights = 0
  show()
}
