/** Runs in the page: what of the card is outside it, or cut; its way out, once it is scrolled to its end. */
export function cardFaults(): string[] {
  const card = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[role=dialog][aria-modal=true]')
  const behind = card?.parentElement
  if (!card || !behind) return ['there is no card']
  const found: string[] = []
  const box = card.getBoundingClientRect()
  const visible = [...card.querySelectorAll<HTMLElement>('*')].filter(element => element.checkVisibility())
  for (const element of visible) {
    const { left, right, width } = element.getBoundingClientRect()
    const says = `${element.localName} ${element.textContent?.slice(0, 20)}`
    // what is only for who does not see is one pixel
    if (width > 1 && (left < box.left - 0.5 || right > box.right + 0.5)) found.push(`sticks out: ${says}`)
    if (element.closest('li:not(:has([part=room-row]))') && element.localName === 'bdi')
      if (element.scrollWidth > element.clientWidth + 1) found.push(`is cut: ${says}`)
  }
  behind.scrollTop = behind.scrollHeight
  const close = card.querySelector('[aria-label=Close]')?.getBoundingClientRect()
  if (innerHeight >= 480 && (!close || close.top < 0 || close.bottom > innerHeight)) found.push('no way out in sight')
  behind.scrollTop = 0
  return found
}
