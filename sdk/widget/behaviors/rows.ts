/** The rows of a log that have a place of their own: messages, not days and notices. */
export function rowsIn(list: HTMLElement): HTMLElement[] {
  // A selector would look at everything inside the rows, too
  return ([...list.children] as HTMLElement[]).filter(row => row.dataset['key'])
}
