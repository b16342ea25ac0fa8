import type { Contract } from '../sdk/widget/element/contract.ts'

export function readContract(): Promise<Contract>
