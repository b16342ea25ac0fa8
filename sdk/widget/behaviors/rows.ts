/** The rows of a log that have a place of their own: messages, not days, notices and buttons. */
export function rowsIn(list: HTMLElement): NodeListOf<HTMLElement> {
  return list.querySelectorAll(':scope > [data-key]')
}
