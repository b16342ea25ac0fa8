export interface OtherNode {
  version: string
  folder: string
  program: string
  isThere: boolean
}
export function otherNodes(cache?: string): OtherNode[]
