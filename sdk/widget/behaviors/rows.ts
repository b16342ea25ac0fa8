const isRow = (element: Element) => element.hasAttribute('data-key')

/** The rows of a log that have a place of their own: messages, not days and notices. */
export function rowsIn(list: HTMLElement): HTMLElement[] {
  // A selector would look at everything inside the rows, too
  return ([...list.children] as HTMLElement[]).filter(isRow)
}

export function lastRow(list: HTMLElement): HTMLElement | undefined {
  let row = list.lastElementChild
  while (row && !isRow(row)) row = row.previousElementSibling
  return (row as HTMLElement | null) ?? undefined
}
