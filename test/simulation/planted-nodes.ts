import type { PlantedFault } from './planted-fault.ts'

/** Mistakes that only nodes can make: each is found by the histories of several nodes. */
export const PLANTED_NODES: readonly PlantedFault[] = [
  // what is told
  {
    name: 'a node tells its own before the engine has answered',
    file: 'server/log/durable-log.ts',
    find: `    this.#feeds?.check()
    return this.#commits.push(write, lingerMs)`,
    replace: `    this.#feeds?.check()
    const room = this.#feeds && write.kind === 'event' ? this.#rooms.known(write.room) : undefined
    if (room?.deliveredSeq !== undefined && write.kind === 'event' && write.content.kind === 'new_message') {
      const { id, sentAt } = write
      this.#rooms.deliver(room, eventOf(write, { seq: room.deliveredSeq + 1, id, sentAt, duplicate: false }))
    }
    return this.#commits.push(write, lingerMs)`,
    reason: /not stored|is told|not true/,
  },
  {
    name: 'a node tells its own beside what it hears',
    file: 'server/log/durable-log.ts',
    find: '    if (this.#feeds) return\n    if (answer',
    replace: '    if (answer',
    reason: /is told|showed/,
  },
  {
    name: 'what was missed is not told when the node hears again',
    file: 'server/log/room-feed.ts',
    find: 'for (const event of events) deliver(room, beforeReactions(event))',
    replace:
      'room.deliveredSeq = Math.max(head.seq, ...events.map(event => beforeReactions(event).seq), (void deliver, 0))',
    reason: /is told \d+ after/,
  },
  {
    name: 'a hole in what is heard is not noticed',
    file: 'server/log/room-feed.ts',
    find: 'if (epoch !== known || event.seq !== seq + 1) {',
    replace: 'if (epoch !== known) {',
    reason: /is told \d+ after/,
  },
  // epochs
  {
    name: 'another run of the server begins no other epoch',
    file: 'test/support/redis/memory-engine.ts',
    find: 'epoch = known && run === this.run ? known : log.freshEpoch',
    replace: 'epoch = known ?? log.freshEpoch',
    reason: /never stored|differ|is told|has no end|is joining in the end/,
  },
  // what is stored
  {
    name: 'a cid that is known is not looked for',
    file: 'server/adapters/redis/room-rows.ts',
    find: 'const row = this.#cells.hash(this.#keys.cids(day)).getUnlikely(field)',
    replace: 'const row = undefined as string | undefined',
    reason: /is stored twice/,
  },
  {
    name: 'a write does not check what it has read',
    file: 'server/adapters/redis/transact-both.ts',
    find: 'const { checks, of } = cells[one].checks()',
    replace: 'const { checks, of } = { checks: [], of: [] as Command[][] }',
    reason: /is stored/,
  },
  {
    name: 'nobody ends what a node left half-done',
    file: 'server/adapters/redis/store.ts',
    find: '      await endIntents(engine, prefix, clock.now())\n',
    replace: '      void endIntents\n',
    reason: /half-done/,
  },
  // who is there
  {
    name: 'a node does not renew its lease',
    file: 'server/adapters/redis/node-lease.ts',
    find: 'const value = String(clock.now() + LEASE_MS)',
    replace: 'const value = this.#value ?? String(clock.now() + LEASE_MS)',
    reason: /members|misses|counts/,
  },
  {
    name: 'the people of a dead node stay',
    file: 'server/adapters/redis/other-people.ts',
    find: 'const users = this.#people.dropNode(node)',
    replace: 'const users = [] as string[]',
    reason: /members|counts/,
  },
  {
    name: 'nobody is told that people came to another node',
    file: 'server/adapters/redis/other-people.ts',
    find: '    for (const shown of entered) people.put(node, shown)\n',
    replace: '    if (all) for (const shown of entered) people.put(node, shown)\n',
    reason: /members|misses|counts/,
  },
  // what is forbidden
  {
    name: 'a node goes by what it heard of rights while it hears nothing',
    file: 'server/adapters/redis/redis-feed.ts',
    find: 'return this.#heard !== undefined && this.#setup.engine.current',
    replace: 'return true',
    reason: /who is muted/,
  },
  {
    name: 'rights are not asked for anew where their changes were missed',
    file: 'server/log/durable-log.ts',
    find: `random, missed: () => this.directory.reset() },
        { news: news => this.directory.committed({ news }), missed: () => this.directory.reset() },`,
    replace: `random, missed: () => {} },
        { news: news => this.directory.committed({ news }), missed: () => {} },`,
    reason: /who is muted/,
  },
  // logins
  {
    name: 'a name is taken without a look at who has it',
    file: 'server/adapters/redis/name-claims.ts',
    find: "if (kind !== 'again' || held.namedAt > claim.namedAt) return { taken: true }",
    replace: '',
    reason: /is the name of/,
  },
  {
    name: 'other nodes are not told that a login is over',
    file: 'server/adapters/redis/shared-sessions.ts',
    find: '        this.#ends.tellEnded(logins, end),\n',
    replace: '',
    reason: /is online, and|members|counts/,
  },
  {
    name: 'a node that heard nothing does not look which logins are over',
    file: 'server/adapters/redis/session-ends.ts',
    find: 'live: () => listener.unsure?.(),',
    replace: 'live: () => {},',
    reason: /is online, and|members|counts/,
  },
]
