import axe from 'axe-core'
import type { Page } from './engine.ts'

interface Finding {
  id: string
  help: string
  nodes: { target: unknown; failureSummary?: string }[]
}

/** What axe finds in the page now, one line each; everything of WCAG 2.2 AA and the best practices. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.inject(axe.source)
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(root: Node, options: object): Promise<{ violations: Finding[] }> }
    }
    // Colours in the middle of a fade are not the design's; what loops never ends
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])]
    for (let calm = 0; calm < 2; calm++) {
      await new Promise(resolve => requestAnimationFrame(resolve))
      for (const animation of roots.flatMap(root => root.getAnimations())) {
        if (animation.playState === 'finished' || animation.effect?.getComputedTiming().endTime === Infinity) continue
        animation.finish()
        calm = 0
      }
    }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
  })
  return findings.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  )
}
