import type { Contract } from '../sdk/widget/element/contract.ts'

export function customElements(contract: Contract): object
