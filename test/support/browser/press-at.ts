/** A press and a release, as WebDriver and its successor take them. */
export function pressAt(x: number, y: number, pointerType: 'mouse' | 'touch'): object {
  return {
    type: 'pointer',
    id: pointerType,
    parameters: { pointerType },
    actions: [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ],
  }
}
