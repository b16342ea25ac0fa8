/** What the element extends. Where there is no DOM, such as on a server that renders pages, importing it does no harm. */
export const ElementBase: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement)
