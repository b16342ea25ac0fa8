export const TEST_GROUPS: string[][]
