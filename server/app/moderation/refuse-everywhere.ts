import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refuseOut, type Sanction } from '../../../sdk/protocol/policy.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { refuseDenied } from '../refuse-denied.ts'
import type { Asker } from '../rooms/look-at.ts'
import { asSanctions } from './as-sanctions.ts'

/** Why somebody may be in no room of this server; undefined: they may. */
export async function refuseEverywhere(hub: HubContext, who: Asker): Promise<Refusal | undefined> {
  const laid = await fromLog(hub, () => laidEverywhere(hub, who))
  if (!laid.ok) return laid.refusal
  const now = hub.timeOfDay()
  const denied = refuseOut({ role: who.identity.role, sanctions: laid.value }, now)
  return denied && refuseDenied(denied, now, 'on this server')
}

async function laidEverywhere(
  { guests, directory, timeOfDay }: HubContext,
  { identity, sharer }: Asker,
): Promise<readonly Sanction[]> {
  const { id } = identity.user
  if (isAccount(id)) return asSanctions(await directory.sanctions('', id, timeOfDay()))
  await guests.ready()
  return guests.of(id, sharer?.address, '').sanctions ?? []
}
