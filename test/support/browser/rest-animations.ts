/**
 * Runs in the page: brings what fades or moves to its end, until nothing new begins; what loops never ends and is left
 * alone. Uses nothing from around it.
 */
export async function restAnimations(): Promise<void> {
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  for (let calm = 0; calm < 2; calm++) {
    await new Promise(resolve => requestAnimationFrame(resolve))
    for (const animation of roots.flatMap(root => root.getAnimations())) {
      if (animation.playState === 'finished' || animation.effect?.getComputedTiming().endTime === Infinity) continue
      animation.finish()
      calm = 0
    }
  }
}
