import { expect } from 'vitest'
import type { Page } from './engine.ts'

/** Nothing was violated, thrown or executed in this page. */
export async function expectCalm(page: Page): Promise<void> {
  const { violations, errors, executed } = await page.trouble()
  expect({ violations, errors, executed }, `trouble in ${page.engine}`).toEqual({
    violations: [],
    errors: [],
    executed: [],
  })
}
