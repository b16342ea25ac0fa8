export const PROGRAMS: Readonly<Record<string, readonly string[]>>
export function isOnPath(name: string): boolean
export function nginxPath(): string | undefined
export function missingPrograms(): string[]
export function redisIsThere(): boolean
