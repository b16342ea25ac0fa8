import type { Contract } from '../sdk/widget/element/contract.ts'

export const PAGES: readonly string[]
export function fillReference(page: string, contract: Contract): string
