import type { PlantedFault } from '../../simulation/planted-fault.ts'

/** A mistake in a configured value, or in what passes it on, and the probe that has to see it. */
export interface PlantedValue extends Omit<PlantedFault, 'reason'> {
  probe: RegExp
}

export const PLANTED_VALUES: readonly PlantedValue[] = [
  { name: 'a join costs nothing', file: 'server/app/rates.ts', find: 'join: 2,', replace: 'join: 0,', probe: /^joins/ },
  {
    name: 'a slow reader may leave 1 GB waiting',
    file: 'server/assemble-chat-server.ts',
    find: 'const MAX_BACKPRESSURE_BYTES = 1_048_576',
    replace: 'const MAX_BACKPRESSURE_BYTES = 1_073_741_824',
    probe: /^megabytes/,
  },
  {
    name: 'two thousand sockets of a user',
    file: 'server/app/hub-deps.ts',
    find: 'connectionsPerUser: 20,',
    replace: 'connectionsPerUser: 2_000,',
    probe: /^sockets of a user/,
  },
  {
    name: 'the cap of sockets is not passed on',
    file: 'server/assemble-chat-server.ts',
    find: 'connections: config.maxConnections },',
    replace: 'connections: 100_000 },',
    probe: /^sockets in all/,
  },
  {
    name: 'the cap of logins is not passed on',
    file: 'server/assemble-chat-server.ts',
    find: 'cap: config.maxSessions',
    replace: 'cap: 100_000',
    probe: /^logins in all/,
  },
  {
    name: 'logins have no rate',
    file: 'server/assemble-chat-server.ts',
    find: 'loginRate: config.noLimits ? undefined :',
    replace: 'loginRate: true ? undefined :',
    probe: /^logins of an address/,
  },
  {
    name: 'the body of a request may be large',
    file: 'server/assemble-chat-server.ts',
    find: 'const MAX_BODY_BYTES = 4_096',
    replace: 'const MAX_BODY_BYTES = 4_096_000',
    probe: /^bytes of a login/,
  },
]
