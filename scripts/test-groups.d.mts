export const TEST_GROUPS: string[][]
export const OTHER_NODES_GROUP: { projects: string[]; files: string[] }
