import { VoidRun } from './figures.ts'
import type { Answer } from './generator.ts'

/** Throws where a member did not get every message exactly once, or was lost. */
export function exactlyOnce(answer: Answer): void {
  const { missing = 0, surplus = 0, wrongMembers = 0, dead = 0 } = answer
  const faults = [
    dead > 0 && `${dead} members were lost (${answer.lastLoss})`,
    missing > 0 && `${missing} deliveries were lost`,
    surplus > 0 && `${surplus} deliveries came twice`,
    wrongMembers > 0 && missing + surplus === 0 && `${wrongMembers} members got something else`,
  ].filter(fault => fault !== false)
  if (faults.length > 0) throw new VoidRun(faults.join(', '))
}

/** Throws also where the load was not what it should have been. */
export function wholeLoad(answer: Answer): void {
  exactlyOnce(answer)
  const { sent = 0, due = 0, deliveries = 0 } = answer
  if (sent < due * 0.99) throw new VoidRun(`only ${sent} of ${due} messages could be sent`)
  if (deliveries === 0) throw new VoidRun('nothing was delivered')
}
