import type { PlantedFault } from './planted-fault.ts'

/** About who people are: each is found by the simulation. */
export const PLANTED_IDENTITY: readonly PlantedFault[] = [
  // the server
  {
    name: 'the end of a token is ignored on an open socket',
    file: 'server/app/identity/site-logins.ts',
    find: "() => open.end(CLOSE.tokenExpired, 'token expired'))",
    replace: '() => {})',
    reason: /is open though its token has run out/,
  },
  {
    name: 'who became an account is not known by the cids of the guest',
    file: 'server/events/known-event.ts',
    find: 'for (const id of idsOf(write)) {',
    replace: 'for (const id of [write.user.id]) {',
    reason: /comes out as \w+, not as again|stored twice|shows .* twice/,
  },
  {
    name: 'who became an account may not change what the guest wrote',
    file: 'server/events/write-event.ts',
    find: 'const own = idsOf(write).includes(message.user.id)',
    replace: 'const own = write.user.id === message.user.id',
    reason: /comes out as \w+, not as/,
  },
  {
    name: 'what a guest wrote is forgotten in the middle of it',
    file: 'server/app/identity/token-authenticator.ts',
    find: 'const identity = { ...account, formerIds: changed.guestIds }',
    replace: 'const identity = { ...account, formerIds: undefined }',
    reason: /comes out as \w+, not as|differ/,
  },
  {
    name: 'rights are not asked for at a join',
    file: 'server/app/rooms/join-room.ts',
    find: 'const own = roleOf(active.identity, room.name)',
    replace: "const own = active ? 'moderator' : roleOf(active.identity, '')",
    reason: /is told to be/,
  },
  {
    name: 'the policy is skipped',
    file: 'server/app/actions/table.ts',
    find: 'const denied = refuseAction(standing, action, place, hub.timeOfDay())',
    replace: 'const denied = refuseAction({ ...standing, role: "owner" }, action, place, hub.timeOfDay())',
    reason: /may pin|may delete|keeps no order/,
  },
  {
    name: 'a token of somebody else renews',
    file: 'server/app/handlers/identity.ts',
    find: "if (!open || identity.user.id !== active.identity.user.id) {\n      detach()\n      return refuse('identity_changed'",
    replace: "if (!open) {\n      detach()\n      return refuse('identity_changed'",
    reason: /somebody else|has become|is stored as of|members/,
  },
  {
    name: 'a role that was taken away goes on',
    file: 'server/app/handlers/identity.ts',
    find: 'reseat(hub, active, seat, { ...grounds, own: roleOf(identity, room.name) })',
    replace: 'reseat(hub, active, seat, { ...grounds, own: seat.grounds.own })',
    reason: /is told to be|may pin|may delete/,
  },
  {
    name: 'nobody is told of another role',
    file: 'server/app/rooms/reseat.ts',
    find: 'if (seat.json !== before.json) active.member.peer.send(rightsJson(room.name, seat.json))',
    replace: '',
    reason: /is told to be/,
  },
  {
    name: 'the sockets of a login that was ended stay',
    file: 'server/app/identity/sessions.ts',
    find: '    record.end(code, reason)\n',
    replace: '    void reason\n',
    reason: /is open though its login was ended/,
  },
  {
    name: 'a socket that became an account stays with the guest’s login',
    file: 'server/app/handlers/identity.ts',
    find: '  detachLogin(active)\n  active.detach = detach',
    replace: '  active.detach = detach',
    reason: /never detached|still keeps|members|logged out|differ|idle|closed/,
  },
  {
    name: 'whom the eraser is busy with is forgotten by a crash',
    file: 'server/app/people/eraser.ts',
    find: `        await this.#eraseWhole(erasure)
        if (this.#deps.turn)`,
    replace: `        await this.#deps.directory.endErasure(id)
        await this.#eraseWhole(erasure)
        if (this.#deps.turn)`,
    reason: /was removed/,
    seldom: 485,
  },
  {
    name: 'a page has the name of who was removed',
    file: 'server/log/log-without-names.ts',
    find: 'return this.#log.page(room, query).then(this.#mask)',
    replace: 'return this.#log.page(room, query)',
    reason: /the name of .* is told/,
  },
  {
    name: 'the sockets of a deleted account stay',
    file: 'server/app/people/removal.ts',
    find: 'const ended = sessions.endOf(own)',
    replace: 'const ended = sessions.endOf(new Set([...own].slice(own.size)))',
    reason: /is open though its login was ended/,
  },
  // the client
  {
    name: 'the client renews with a token of before',
    file: 'sdk/client/tokens.ts',
    find: 'const { tokenExpiresAt } = await renew(token)',
    replace: 'const { tokenExpiresAt } = await renew(((this as any).before ??= token))',
    reason: /a token of before/,
  },
  {
    name: 'what a guest had on its way is sent again as something new',
    file: 'sdk/client/outbox/outbox.ts',
    find: '        Object.assign(draft, { user: owner.id, name: owner.name })\n        this.#changed(draft)\n',
    replace:
      '        Object.assign(draft, { user: owner.id, name: owner.name })\n        this.#changed(draft)\n        if (guest && draft.written) this.add(draft.request)\n',
    reason: /twice|never written|differ|is told as|in the place of/,
  },
  {
    name: 'what a guest had on its way is left behind',
    file: 'sdk/client/outbox/outbox.ts',
    find: 'draft.user === undefined || draft.user === guest)',
    replace: 'draft.user === undefined)',
    reason: /of its guest behind/,
  },
  {
    name: 'what a guest had on its way is not seen any more',
    file: 'sdk/client/outbox/outbox.ts',
    find: '        this.#changed(draft)\n      }\n      if (draft.pending &&',
    replace: '        this.#note(draft)\n      }\n      if (draft.pending &&',
    reason: /does not show|is on its way|still shows/,
  },
]
