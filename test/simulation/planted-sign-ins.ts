import type { PlantedFault } from './planted-fault.ts'

/** About people of a site, cookies, and what is left of whoever has gone: each is found by the simulation. */
export const PLANTED_SIGN_INS: readonly PlantedFault[] = [
  // guests who sign in on the site
  {
    name: 'a guest loses their name to the one that they go on as',
    file: 'server/app/identity/site-logins.ts',
    find: 'this.#deps.freeName(keys, isSpared)',
    replace: 'this.#deps.freeName(keys, () => false)',
    reason: /has its name/,
  },
  {
    name: 'who goes on as somebody of a site is not known as the guest',
    file: 'server/app/identity/token-authenticator.ts',
    find: '{ guestIds: [guest.user.id] }',
    replace: '{ guestIds: [] }',
    reason: /.+/,
  },
  {
    name: 'what another tab chose under the account is not asked about',
    file: 'sdk/store/room-store.ts',
    find: "    this.#log({ type: 'reader' })\n",
    replace: '',
    reason: /differ/,
    seldom: 405,
  },
  // roles by rooms
  {
    name: 'a role in one room counts in all',
    file: 'server/core/site-grants.ts',
    find: 'let highest = higherRole(role, grants.get(room) ?? LEAST)',
    replace: 'let highest = [...grants.values()].reduce(higherRole, role)',
    reason: /is told to be/,
  },
  {
    name: 'a role by the beginning of a name counts for others',
    file: 'server/core/site-grants.ts',
    find: 'return room.startsWith(pattern.slice(0, -1))',
    replace: 'return room !== pattern.slice(0, -1)',
    reason: /is told to be/,
  },
  {
    name: 'who has another role by a renewed token acts by the one of before',
    file: 'server/app/rooms/reseat.ts',
    find: '  active.joined = active.joined.map(each => (each === before ? seat : each))\n',
    replace: '',
    reason: /may pin|may delete|keeps no order|is told to be/,
    seldom: 230,
  },
  {
    name: 'everybody who is somebody gives orders, and is not told that they may',
    file: 'sdk/protocol/policy.ts',
    find: 'if (below(who.role, least)) return',
    replace: "if (below(who.role, least) && least !== 'moderator') return",
    reason: /may pin|may delete|keeps no order/,
  },
  // deletions by people of a site
  {
    name: 'a token of a while ago deletes an account',
    file: 'server/app/actions/delete-account.ts',
    find: 'clock.now() - issuedAt > FRESH_MS',
    replace: 'clock.now() - issuedAt > 100 * FRESH_MS',
    reason: /by a token of a while ago/,
  },
  {
    name: 'the sockets of somebody of a site stay when they are removed',
    file: 'server/app/people/removal.ts',
    find: 'if (account !== undefined) site?.forget(account)',
    replace: '',
    reason: /is open though its account was removed/,
  },
  // the wrong person
  {
    name: 'a page goes on as whoever has the cookie by now',
    file: 'sdk/client/client-identity.ts',
    find: "if (credentials === 'cookie' && !this.token && user && user.id !== reply.user.id)",
    replace: 'if (false as boolean)',
    reason: /without a word/,
  },
  {
    name: 'a page is not told that its site has somebody else by now',
    file: 'sdk/client/client-identity.ts',
    find: "if (getToken && user?.id !== reply.user.id) this.#events.emit('session', { user: reply.user })",
    replace: '',
    reason: /without a word/,
  },
  {
    name: 'drafts go out as whoever comes next',
    file: 'sdk/client/outbox/outbox.ts',
    find: 'if (owner && (draft.user === undefined || draft.user === guest)) {',
    replace: 'if (owner) {',
    reason: /is stored as of|is told as|which is not true/,
    seldom: 560,
  },
  // what is left when everybody has gone
  {
    name: 'a guest who went on as an account counts for ever',
    file: 'server/app/handlers/identity.ts',
    find: '    hub.users.remove(guest.user.id, active)\n',
    replace: '',
    reason: /still keeps \d+ users/,
  },
  {
    name: 'people of a site who have gone count for ever',
    file: 'server/app/identity/site-logins.ts',
    find: 'if (sockets.delete(open) && sockets.size === 0) this.#open.delete(account.id)',
    replace: 'sockets.delete(open)',
    reason: /still keeps \d+ siteLogins/,
  },
  {
    name: 'an address counts its connections for ever',
    file: 'server/app/hub.ts',
    find: '    this.#addresses.add(connection.address, -1)\n',
    replace: '',
    reason: /still keeps \d+ addresses/,
  },
  {
    name: 'a name outlives the login that held it',
    file: 'server/app/identity/sessions.ts',
    find: '    this.#names.free(record)\n',
    replace: '',
    reason: /still keeps \d+ names/,
  },
]
