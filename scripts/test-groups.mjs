/** The projects of vitest.config.ts in the order in which `npm test` runs them: the slow and the fragile last. */
export const TEST_GROUPS = [
  ['unit', 'dom'],
  ['house', 'budgets'],
  ['contract', 'integration', 'simulation'],
  ['hostile'],
  ['browser'],
  ['frames'],
]

/** What runs under each other version of Node too: its projects, and the files of these. */
export const OTHER_NODES_GROUP = {
  projects: ['contract', 'integration'],
  files: [
    'test/contract/room-log',
    'test/contract/kinds',
    'test/contract/pairs',
    'test/contract/sqlite-thread',
    'test/contract/transport-http',
    'test/contract/transport-lifecycle',
    'test/contract/transport-closing',
    'test/contract/transport-sockets',
    'test/contract/transport-topics',
    'test/contract/transport-upgrade',
    'test/integration/start.test',
  ],
}
