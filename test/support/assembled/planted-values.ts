import type { PlantedFault } from '../../simulation/planted-fault.ts'

/** A mistake in a configured value, or in what passes it on, and the probe that has to see it. */
export interface PlantedValue extends Omit<PlantedFault, 'reason'> {
  probe: RegExp
}

export const PLANTED_VALUES: readonly PlantedValue[] = [
  {
    name: 'a join costs nothing',
    file: 'server/app/handlers/table.ts',
    find: 'const JOIN = 2\n',
    replace: 'const JOIN = 0\n',
    probe: /^joins/,
  },
  {
    name: 'a slow reader may leave 1 GB waiting',
    file: 'server/assemble-chat-server.ts',
    find: 'const MAX_BACKPRESSURE_BYTES = 1_048_576',
    replace: 'const MAX_BACKPRESSURE_BYTES = 1_073_741_824',
    probe: /^megabytes/,
  },
  {
    name: 'ten million rooms',
    file: 'server/app/hub-deps.ts',
    find: '  rooms: 10_000,',
    replace: '  rooms: 10_000_000,',
    probe: /^rooms alive/,
  },
  {
    name: 'rooms have no shares',
    file: 'server/app/hub-deps.ts',
    find: 'roomsPerUser: 500,',
    replace: 'roomsPerUser: 500_000,',
    probe: /^rooms that one user/,
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
    find: 'connections: maxConnections,',
    replace: 'connections: 100_000,',
    probe: /^sockets in all/,
  },
  {
    name: 'the cap of logins is not passed on',
    file: 'server/assemble-sessions.ts',
    find: 'maxSessions: cap }',
    replace: 'maxSessions: _cap, cap = 100_000 }',
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
  {
    name: 'connect reads every room',
    file: 'server/app/handlers/connect.ts',
    find: `      else if (result.refusal.code === 'deferred') break
      if (left <= 0) break`,
    replace: '',
    probe: /^a connect reads/,
  },
  {
    name: 'what is read costs nothing',
    file: 'server/app/reads.ts',
    find: 'this.#users?.pay(user, now, bytes)',
    replace: 'void bytes',
    probe: /^pages that all sockets/,
  },
  {
    name: 'what is written costs nothing',
    file: 'server/app/hub-deps.ts',
    find: 'user: { burst: 1_000_000, perSecond: 64_000 }',
    replace: 'user: { burst: 1_000_000_000, perSecond: 64_000 }',
    probe: /^kilobytes that a user writes/,
  },
  {
    name: 'each socket has a rate of its own',
    file: 'server/app/rates.ts',
    find: 'if (wait > 0 || writes) return wait',
    replace: 'return wait',
    probe: /^requests that all sockets/,
  },
  {
    name: 'fsync is silently less',
    file: 'server/adapters/sqlite/file.ts',
    find: "durability === 'fsync' ? 'FULL' : 'NORMAL'",
    replace: "'NORMAL'",
    probe: /^PRAGMA synchronous of the store$/,
  },
  {
    name: 'the write-ahead log has no bound',
    file: 'server/adapters/sqlite/file.ts',
    find: '; PRAGMA journal_size_limit = 67108864',
    replace: '',
    probe: /^PRAGMA journal_size_limit/,
  },
  {
    name: 'what is deleted stays in the file',
    file: 'server/adapters/sqlite/file.ts',
    find: 'PRAGMA secure_delete = ON',
    replace: 'PRAGMA secure_delete = OFF',
    probe: /^PRAGMA secure_delete/,
  },
]
