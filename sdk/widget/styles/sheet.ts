const shared = new Map<string, CSSStyleSheet>()

/** Lets a shadow root adopt a text of CSS; all roots of the page share one sheet of it, built on first use. */
export function adopt(root: ShadowRoot, cssText: string): void {
  let sheet = shared.get(cssText)
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(cssText)
    shared.set(cssText, sheet)
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
