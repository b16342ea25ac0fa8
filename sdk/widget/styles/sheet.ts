/** A sheet belongs to one document, such as that of a frame; those that are gone take theirs with them. */
const shared = new WeakMap<Document, Map<string, CSSStyleSheet>>()

function sheetOf(page: Document, cssText: string): CSSStyleSheet {
  const known = shared.get(page) ?? new Map<string, CSSStyleSheet>()
  shared.set(page, known)
  let sheet = known.get(cssText)
  if (!sheet) {
    sheet = new (page.defaultView?.CSSStyleSheet ?? CSSStyleSheet)()
    sheet.replaceSync(cssText)
    known.set(cssText, sheet)
  }
  return sheet
}

/** Lets a shadow root adopt a text of CSS; all roots of a document share one sheet of it, built on first use. */
export function adopt(root: ShadowRoot, cssText: string): void {
  const sheet = sheetOf(root.ownerDocument, cssText)
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
