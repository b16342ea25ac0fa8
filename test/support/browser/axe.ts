import axe from 'axe-core'
import type { Page } from './engine.ts'
import { restAnimations } from './rest-animations.ts'

interface Finding {
  id: string
  help: string
  nodes: { target: unknown; failureSummary?: string }[]
}

/** What axe finds in the page now, one line each; everything of WCAG 2.2 AA and the best practices. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.inject(axe.source)
  await page.evaluate(restAnimations)
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(root: Node, options: object): Promise<{ violations: Finding[] }> }
    }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
  })
  return findings.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  )
}
