export const REDIS_PROGRAMS: Readonly<Record<string, string>>
export function isOnPath(name: string): boolean
export function missingRedis(): string[]
export function redisIsThere(): boolean
