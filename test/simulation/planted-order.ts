import type { PlantedFault } from './planted-fault.ts'

/** About order in rooms: each is found by the histories in which some keep it and others give them reason to. */
export const PLANTED_ORDER: readonly PlantedFault[] = [
  // how long, and on whom
  {
    name: 'a mute is kept after its end',
    file: 'sdk/protocol/policy.ts',
    find: '.filter(each => each.kind === kind && (each.until ?? Number.POSITIVE_INFINITY) > now)',
    replace:
      ".filter(each => each.kind === kind && (each.until ?? Number.POSITIVE_INFINITY) > now - (kind === 'mute' ? 15_000 : 0))",
    reason: /with muted, and may do it|shows that they may not write/,
  },
  {
    name: 'nobody looks again when something has ended',
    file: 'server/app/moderation/sanction-ends.ts',
    find: 'for (const [, { user, room }] of over) ended(user, room)',
    replace: '',
    reason: /shows that they may not write/,
  },
  {
    name: 'a ban spares who resumes',
    file: 'server/app/rooms/open-room.ts',
    find: "refuseAction(standing, 'read', place, timeOfDay())",
    replace: "refuseAction({ ...standing, sanctions: undefined }, 'read', place, timeOfDay())",
    reason: /is let into .*, and a (ban|kick) lasts/,
  },
  {
    name: 'a ban spares an open line',
    file: 'server/app/rooms/reseat.ts',
    find: '    putOut(active, before, refuseOut(seat.standing, now) ?? denied)\n    return',
    replace: '    return',
    reason: /(and|on whom) a (ban|kick) lasts/,
  },
  {
    name: 'a kick is forgotten by who joins again',
    file: 'sdk/protocol/policy.ts',
    find: "return kick && { code: 'banned', until: kick.until, reason: kick.reason, kicked: true }",
    replace: 'return undefined',
    reason: /(and|on whom) a kick lasts/,
  },
  {
    name: 'what is laid on a guest does not pass to the account',
    file: 'server/directory/write-account.ts',
    find: 'const passed = passSanctions(rows, come, id, now ?? account.seenAt)',
    replace: 'const passed = come.length < 0 ? passSanctions(rows, come, id, now ?? 0) : []',
    reason: /on whom a (mute|ban|kick) lasts|and a (ban|kick) lasts|as laid on them/,
  },
  {
    name: 'what is laid on people is looked at when they join alone',
    file: 'server/app/moderation/guest-watch.ts',
    find: "if (news.type === 'rights') for (const active of concerned) this.#reseat(active, news.room)",
    replace: '',
    reason: /on whom a (mute|ban|kick) lasts|and a (ban|kick) lasts|shows that they/,
  },
  {
    name: 'the account of somebody is not looked up anew',
    file: 'server/app/rooms/rights-watch.ts',
    find: 'if (concerns(news, name)) this.ask(user, name)',
    replace: "if (concerns(news, name) && !('sanction' in news)) this.ask(user, name)",
    reason: /on whom a (mute|ban|kick) lasts|and a (ban|kick) lasts|shows that they/,
  },
  {
    name: 'what is lifted is not told',
    file: 'server/app/moderation/tell-sanction.ts',
    find: "  if (lifted !== undefined && lifted !== 'watch')\n",
    replace: "  if (lifted !== undefined && lifted === 'watch' && sanction)\n",
    reason: /as laid on them/,
  },
  {
    name: 'an address is not looked at',
    file: 'server/app/moderation/guest-sanctions.ts',
    find: "this.#lasting(user, address, room).some(({ kind }) => kind === 'watch')",
    replace: "this.#lasting(user, undefined, room).some(({ kind }) => kind === 'watch')",
    reason: /was to be held for its address/,
  },
  // who
  {
    name: 'who keeps order no more goes on',
    file: 'server/app/rooms/rights-watch.ts',
    find: "reseat(this.#hub, active, seat, { ...seat.grounds, member: role === 'none' ? undefined : role })",
    replace:
      "reseat(this.#hub, active, seat, role === 'member' ? seat.grounds : { ...seat.grounds, member: role === 'none' ? undefined : role })",
    reason: /who keeps no order there|keeps no order|shows to be/,
    seldom: 260,
  },
  {
    name: 'a moderator sanctions whoever is above',
    file: 'server/app/moderation/sanction.ts',
    find: 'if (!mayHandle(standing.role, target.role))',
    replace: "if (!mayHandle(standing.role, target.role) && standing.role === 'guest')",
    reason: /who is above/,
  },
  // what waits
  {
    name: 'a held message gets a place at once',
    file: 'server/events/write-event.ts',
    find: '  if (hold) return writeHold(people, write, content, hold.rule)\n',
    replace: '',
    reason: /comes out as new, not as held|was to be held/,
  },
  {
    name: 'a message is let in twice',
    file: 'server/events/write-event.ts',
    find: `  const written = addMessage(rows, people, write, content)
  return approved && !('refused' in written) ? approve(people, approved, written) : written`,
    replace: '  return addMessage(rows, people, approved ? { ...write, cid: write.id } : write, content)',
    reason: /comes out as new, not as (not_found|again)|waits in .*, which is none/,
  },
  {
    name: 'who lets a message in does not end its hold',
    file: 'server/events/write-hold.ts',
    find: '  people.deleteHold(hold.id)\n',
    replace: '',
    reason: /comes out as .*, not as|waits in .*, which is none|which is rejected/,
  },
  {
    name: 'what is rejected may be sent again',
    file: 'server/events/write-hold.ts',
    find: "return { refused: 'blocked_by_rule' }",
    replace: 'return undefined',
    reason: /not as blocked_by_rule/,
  },
  {
    name: 'a hold is answered before it is stored',
    file: 'server/log/durable-log.ts',
    find: '    const answer = await this.#push(write, lingerMs).catch(',
    replace:
      "    if (draft.hold && sentAt % 2) {\n      void this.#push(write, lingerMs).catch(() => {})\n      return { seq: 0, id: '', sentAt, duplicate: false, held: write.id }\n    }\n    const answer = await this.#push(write, lingerMs).catch(",
    reason: /is told to wait, which is not stored|told to wait, and is lost/,
  },
  {
    name: 'what waits is shown to everybody',
    file: 'server/app/moderation/own-held.ts',
    find: 'directory.holdsOf(room.name, idsOf(identity), timeOfDay())',
    replace: 'directory.holds(room.name, timeOfDay(), idsOf(identity).length < 0 ? undefined : undefined, 9)',
    reason: /is told .*, which is waiting|of theirs waits/,
  },
  // what a room does not let in
  {
    name: 'filters do not look at edits',
    file: 'server/app/actions/edit-message.ts',
    find: "hit === undefined || hit.action === 'report'",
    replace: "hit === undefined || hit.action !== 'report' || hit.rule === 'words'",
    reason: /e\d+ .* was to be (blocked|held)/,
  },
  {
    name: 'a locked room lets in what was written before',
    file: 'sdk/protocol/policy.ts',
    find: "closed && least !== 'nobody' ?",
    replace: "closed && least === 'moderator' ?",
    reason: /and it is locked|shows that they may/,
  },
  {
    name: 'new filters count when the room is empty',
    file: 'server/app/rooms/room-settings.ts',
    find: "if (news.type === 'room' || news.type === 'reset') this.#read()",
    replace: "if (news.type === 'reset') this.#read()",
    reason: /was to be (blocked|held)|with blocked_by_rule/,
  },
]
