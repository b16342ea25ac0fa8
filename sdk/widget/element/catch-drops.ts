/** Keeps the browser from opening a file or link in place of the page when it is dropped beside a field. */
export function catchDrops(host: HTMLElement): void {
  for (const type of ['dragenter', 'dragover', 'drop'] as const)
    host.addEventListener(type, event => {
      const { dataTransfer, defaultPrevented } = event
      const inner = event.composedPath()[0] as Partial<Element>
      const text = inner.matches?.(':read-write') && !dataTransfer?.types.includes('Files')
      if (text || defaultPrevented) return
      event.preventDefault()
      if (dataTransfer) dataTransfer.dropEffect = 'none'
    })
}
