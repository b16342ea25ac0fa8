/** The projects of vitest.config.ts in the order in which `npm test` runs them: the slow and the fragile last. */
export const TEST_GROUPS = [
  ['unit', 'dom'],
  ['house', 'budgets'],
  ['contract', 'integration', 'simulation'],
  ['hostile'],
  ['browser'],
]
