/** Marks inside marks, quotes and lists, together; what is deeper stays as it was typed. */
export const DEPTH = 6
/** Of one message; what comes behind them stays as it was typed. */
export const NODES = 200

/** What one text may still cost, and has cost: the parser's steps are counted, so that a test can hold their number. */
export interface Account {
  nodes: number
  steps: number
}

/** Takes one node from what is left; false: there is none. */
export function takeNode(account: Account): boolean {
  if (account.nodes <= 0) return false
  account.nodes--
  return true
}
