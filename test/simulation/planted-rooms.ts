import type { PlantedFault } from './planted-fault.ts'

/** About rooms that are not for everybody: each is found by the histories in which people have such rooms. */
export const PLANTED_ROOMS: readonly PlantedFault[] = [
  // who may read
  {
    name: 'who was put out stays where they are',
    file: 'server/app/rooms/reseat.ts',
    find: '    putOut(active, before, refuseOut(seat.standing, now) ?? denied)\n    return',
    replace: '    return',
    reason: /not theirs to read|has no place there/,
  },
  {
    name: 'what came in a room is told to who was put out of it',
    file: 'server/app/reading/activity.ts',
    find: 'if (refuseReading(hub, await lookAt(hub, first, room)) === undefined)',
    replace: '',
    reason: /is told activity of .* not theirs to read/,
  },
  {
    name: 'who guesses the name of a direct room is in it',
    file: 'server/app/rooms/seats.ts',
    find: "kind === 'direct' ? (member ? 'member' : outside)",
    replace: "kind === 'direct' ? 'member'",
    reason: /not theirs to read|who may not write there|of a room that never was/,
  },
  {
    name: 'a hidden room answers as one that is there',
    file: 'server/app/rooms/refuse-not-joined.ts',
    find: "denied?.code === 'not_found' ? ",
    replace: "denied?.code === 'banned' ? ",
    reason: /as if it was there|of a room that never was/,
  },
  {
    name: 'an invitation shows what is said in the room',
    file: 'server/app/actions/list-rooms.ts',
    find: 'const isReader = denied === undefined',
    replace: 'const isReader = denied === undefined || isInvited',
    reason: /is shown to who is only invited/,
  },
  {
    name: 'a room lets in who was not asked',
    file: 'server/app/actions/accept.ts',
    find: 'directory.invitation(room, id), directory.membership',
    replace: 'directory.invitation(room, id).then(found => found ?? { at: 1 }), directory.membership',
    reason: /is taken of .* who may not change it/,
  },
  {
    name: 'a join that is on its way does not hear that its person is put out',
    file: 'server/app/online.ts',
    find: 'person.asking = [...person.asking, asking]',
    replace: '',
    reason: /not theirs to read|has no place there/,
  },
  {
    name: 'something is told before the connection is answered',
    file: 'server/app/online.ts',
    find: 'return this.of(user).filter(({ greeted }) => greeted)',
    replace: 'return this.of(user)',
    reason: / is told .* not theirs to read/,
  },
  {
    name: 'after the store was set back everybody keeps their place',
    file: 'server/app/online.ts',
    find: "    case 'reset':\n",
    replace: '',
    reason: /not theirs to read|has no place there/,
  },
  // who may write
  {
    name: 'whoever is blocked goes on writing',
    file: 'sdk/protocol/policy.ts',
    find: "if (kind === 'direct' && who.blocked && !rule.muted)",
    replace: "if (kind === 'direct' && who.blocked && rule.own)",
    reason: /who may not write there|writes .* is .* reads|reads .* is .* writes/,
  },
  {
    name: 'a locked room is open to its members',
    file: 'sdk/protocol/policy.ts',
    find: "closed && least !== 'nobody' ?",
    replace: "closed && least === 'moderator' ?",
    reason: /who may not write there|writes .* is .* reads|reads .* is .* writes/,
  },
  {
    name: 'the last owner goes',
    file: 'server/directory/write-rights.ts',
    find: "if (before?.role === 'owner' && !rows.longest(room, 'owner', user)) return { value: 'conflict', news: [] }",
    replace: '',
    reason: /comes out as new, not as conflict/,
  },
  // what was read
  {
    name: 'a device that is behind takes a read position back',
    file: 'server/app/reading/read-positions.ts',
    find: 'seq === read || (seq < read && !back)',
    replace: 'seq === read',
    reason: /have read \d+ of .*, and \d+ before|has read \d+ of .*, and is at/,
  },
  {
    name: 'what was deleted is still to be read',
    file: 'server/adapters/memory/unread.ts',
    find: 'message.deleted || ids.includes',
    replace: 'ids.includes',
    reason: /to read after|differ/,
  },
  {
    name: 'somebody has their own messages to read',
    file: 'server/adapters/memory/unread.ts',
    find: 'if (message.deleted || ids.includes(message.user.id)) continue',
    replace: 'if (message.deleted) continue',
    reason: /to read after|differ/,
  },
  {
    name: 'what comes in a room that is not open is told to nobody',
    file: 'server/app/reading/activity.ts',
    find: 'if (!this.#hub.online.of(user).some(isAway)) return',
    replace: 'if (this.#hub.online.of(user).some(isAway)) return',
    reason: /does not hear of what/,
  },
  {
    name: 'who has come since hears nothing',
    file: 'server/app/reading/activity.ts',
    find: '    this.#people.forget(room)\n  }',
    replace: '  }',
    reason: /does not hear of what/,
  },
]
