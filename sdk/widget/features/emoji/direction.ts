/** The keys that go on and back in a line, as it is read. */
export function arrows(node: Element): { forward: string; back: string } {
  const rtl = getComputedStyle(node).direction === 'rtl'
  return rtl ? { forward: 'ArrowLeft', back: 'ArrowRight' } : { forward: 'ArrowRight', back: 'ArrowLeft' }
}
