import type * as policy from '../sdk/protocol/policy.ts'

export const PAGE: string
export function fillPermissions(page: string, from: Pick<typeof policy, 'POLICY' | 'ROOM_KINDS'>): string
