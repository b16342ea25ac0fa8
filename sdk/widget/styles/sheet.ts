import { cssText } from './widget.css.ts'

let shared: CSSStyleSheet | undefined

/** The one sheet that every widget of the page adopts; built on first use. */
export function sheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet()
    shared.replaceSync(cssText)
  }
  return shared
}
