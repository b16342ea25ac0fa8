export const TARGETS: string[]
