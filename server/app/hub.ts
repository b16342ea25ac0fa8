import { isAccount } from '../../sdk/protocol/user-of.ts'
import { type EndingClock, endingClock } from '../ports/ending-clock.ts'
import type { Peer, PeerEvents } from '../ports/transport.ts'
import type { RoomRequest, ServerRequest } from './actions/action.ts'
import type { Actor } from './actions/actor.ts'
import { isServerRequest, performOfServer, weighOfServer } from './actions/server-table.ts'
import { weighOfRoom } from './actions/table.ts'
import { performUnseated } from './actions/unseated.ts'
import { Backlog } from './backlog.ts'
import { ByUser } from './by-user.ts'
import { Connection } from './connection.ts'
import { closeInSlices, SPREAD_MS, SPREAD_OVER_NODES_MS } from './drain.ts'
import { guardedClock } from './guarded-clock.ts'
import { type Active, type HubContext, type Result, refuse } from './hub-context.ts'
import type { HubDeps } from './hub-deps.ts'
import { Cleaner } from './moderation/cleaner.ts'
import { GuestSanctions } from './moderation/guest-sanctions.ts'
import { GuestWatch } from './moderation/guest-watch.ts'
import { Holds } from './moderation/holds.ts'
import { SanctionEnds } from './moderation/sanction-ends.ts'
import { hearNodes } from './nodes/hear-nodes.ts'
import type { OtherNodes } from './nodes/other-nodes.ts'
import { Online } from './online.ts'
import { Rates } from './rates.ts'
import { Activity } from './reading/activity.ts'
import { ReadPositions } from './reading/read-positions.ts'
import { TellRead } from './reading/tell-read.ts'
import { Reads } from './reads.ts'
import { refuseSocket } from './refuse-socket.ts'
import { SLICES, topicOfSlice } from './roomless.ts'
import { RightsWatch } from './rooms/rights-watch.ts'
import { Rooms } from './rooms/rooms.ts'
import { SlowMode } from './slow-mode.ts'
import { steadyClock } from './steady-clock.ts'
import { Tally } from './tally.ts'

/** A heartbeat comes by up to a part sooner, and the one after it is still in time. */
const PARTS = SLICES + 1

export interface HubStats {
  connections: number
  /** Users with a connection. */
  users: number
  rooms: number
  draining: boolean
}

/** The connections and rooms alive on this node. */
export class Hub {
  readonly #context: HubContext
  readonly #connections = new Set<Connection>()
  readonly #addresses = new Tally<string>()
  readonly #stopBeating: () => void
  readonly #timers: EndingClock
  readonly #unwatch: () => void
  readonly #nodes: OtherNodes | undefined
  #slice = 0
  #draining = false

  constructor(deps: HubDeps) {
    const { log, directory, limits, caps, metrics, flushMs, busy = () => 0, listed = false } = deps
    const timeOfDay = () => deps.clock.now()
    const times = { machine: deps.clock, own: () => clock.now() }
    const clock = guardedClock(steadyClock(deps.clock), deps.logger)
    const publish = (topic: string, text: string, members: number) => {
      metrics?.published(text.length, members)
      deps.publish(topic, text)
    }
    this.#timers = endingClock(clock)
    const timed = { ...deps, clock: this.#timers }
    const { bus, presence } = deps
    const nodes = bus && hearNodes({ ...timed, bus }, () => ({ hub: context, activity }))
    this.#nodes = nodes
    const context: HubContext = {
      ...deps,
      clock: this.#timers,
      listed,
      timeOfDay,
      rates: new Rates(deps.rates, deps.ratesOfNodes, times),
      reads: new Reads(clock, deps.rates?.reads),
      backlog: new Backlog(caps.backlogBytes, caps.backlogBytesPerConnection),
      rooms: new Rooms({
        log,
        directory,
        listed,
        timeOfDay,
        clock,
        limits,
        presence,
        flushMs,
        busy,
        publish,
        cap: caps.rooms,
        perUser: caps.roomsPerUser,
        perAddress: caps.roomsPerAddress,
        slices: SLICES,
        onSettled: (room, before) => rights.settled(room, before),
        onAnew: room => activity.forget(room),
        onMember: (room, event) => {
          rights.changed(room, event)
          activity.forget(room.name)
        },
        onText: (room, event) => activity.text(room, event),
      }),
      users: new ByUser(),
      elsewhere: nodes && (asked => nodes.ask(asked)),
      slow: new SlowMode(deps.ratesOfNodes, times),
      positions: new ReadPositions({ ...timed, nodes }),
      get tellRead() {
        return tellRead
      },
      online: new Online({
        watch: (user, listener) => directory.watchUser(user, listener),
        follow: nodes && (user => nodes.follow(user)),
        heard: (user, news) => rights.heard(user, news),
      }),
      get rights() {
        return rights
      },
      guests: new GuestSanctions({ ...timed, timeOfDay, changed: () => guestWatch.changed() }),
      ends: new SanctionEnds({
        clock: this.#timers,
        timeOfDay,
        ended: (user, room) => (isAccount(user) ? rights.ask(user, room) : guestWatch.ended(user, room)),
      }),
      get holds() {
        return holds
      },
      get cleaner() {
        return cleaner
      },
      draining: () => this.#draining,
    }
    const activity: Activity = new Activity(context, nodes)
    const tellRead: TellRead = new TellRead(context)
    const active = () => activeOf(this.#connections)
    const rights: RightsWatch = new RightsWatch(context, active)
    const guestWatch: GuestWatch = new GuestWatch(context, active)
    const holds: Holds = new Holds(context)
    const cleaner: Cleaner = new Cleaner(context)
    this.#unwatch = directory.watchGuests(news => guestWatch.heard(news))
    this.#context = context
    this.#stopBeating = clock.every(deps.heartbeatMs / PARTS, () => this.#beat())
  }

  /** A socket was accepted. `address`: the key by which addresses are counted; `cookieToken`: the session of its cookie, where the cookie counts. */
  open(peer: Peer, context: { address: string; cookieToken?: string | undefined }): PeerEvents {
    const { address, cookieToken } = context
    const open = { all: this.#connections.size, there: this.#addresses.get(address) }
    const refused = refuseSocket(this.#context, address, open)
    if (refused !== undefined) {
      peer.send(JSON.stringify(refused))
      peer.close(refused.code, refused.reason)
      return { text() {}, binary() {}, closed: (code, slow) => this.#context.metrics?.closed(code, slow) }
    }
    this.#addresses.add(address, 1)
    const onClosed = this.#onConnectionClosed
    const connection = new Connection({ hub: this.#context, peer, address, cookieToken, onClosed })
    this.#connections.add(connection)
    return connection
  }

  /** What somebody asks of a room, or of the server, without a socket. A `sharer` without a user reads nothing. */
  perform(actor: Actor, request: RoomRequest | ServerRequest): Result | Promise<Result> {
    if (this.#draining) return refuse('unavailable', 'The server is about to restart. Try again.', 1_000)
    const { rates, clock } = this.#context
    const isServer = isServerRequest(request)
    const weight = isServer ? weighOfServer(request) : weighOfRoom(request)
    const wait = rates.request(undefined, actor.sharer, weight, clock.now())
    if (wait > 0) return refuse('rate_limited', 'Too many requests. Wait a moment.', wait)
    if (isServer) return performOfServer(this.#context, actor, request)
    return performUnseated(this.#context, actor, request)
  }

  /** The user's session is over: there is no grace for what is left of it. `tellsOthers`: nobody else tells the other nodes. */
  endGrace(userId: string, tellsOthers = true): void {
    this.#context.rooms.endGrace(userId)
    if (tellsOthers) this.#nodes?.tellAll({ type: 'over', user: userId })
  }

  /** They were removed: from now on they have no name in the rooms. */
  hide(userIds: readonly string[]): void {
    this.#context.rooms.hide(userIds)
    this.#nodes?.tellAll({ type: 'hidden', users: userIds })
  }

  stats(): HubStats {
    const { users, rooms } = this.#context
    return { connections: this.#connections.size, users: users.size, rooms: rooms.size, draining: this.#draining }
  }

  /** What is kept because somebody is here, or was until a moment ago: each of it is 0 when nobody has been. */
  held(): Readonly<Record<string, number>> {
    const { users, rooms, rates, reads, backlog } = this.#context
    return {
      connections: this.#connections.size,
      addresses: this.#addresses.size,
      users: users.size,
      reads: reads.size,
      backlog: backlog.bytes,
      ...rooms.held(),
      ...rates.held(),
    }
  }

  /** Refuses new work, says 4001 to everyone and closes in slices; resolves when all are closed, after 5 s at most. */
  async drain(): Promise<void> {
    this.#draining = true
    const { rooms, clock, positions, presence } = this.#context
    for (const room of rooms.all()) room.flush()
    await closeInSlices(this.#connections, clock, presence ? SPREAD_OVER_NODES_MS : SPREAD_MS)
    await positions.flush()
  }

  /** Ends the timers. Nothing is said to anyone. */
  stop(): void {
    this.#draining = true
    this.#stopBeating()
    this.#timers.end()
    this.#unwatch()
    this.#nodes?.stop()
    this.#context.guests.stop()
    this.#context.cleaner.stop()
    this.#context.rooms.stop()
  }

  readonly #onConnectionClosed = (connection: Connection): void => {
    this.#connections.delete(connection)
    this.#addresses.add(connection.address, -1)
    this.#context.rates.reset(connection.peerId)
  }

  #beat(): void {
    this.#slice = (this.#slice + 1) % SLICES
    const { rooms, clock, publish } = this.#context
    for (const room of rooms.slice(this.#slice)) room.beat()
    for (const room of rooms.slice((this.#slice + 1) % SLICES)) room.expectBeat()
    publish(topicOfSlice(this.#slice), '{"type":"head","rooms":{}}')
    rooms.sweep(clock.now())
  }
}

function* activeOf(connections: Iterable<Connection>): Iterable<Active> {
  for (const { active } of connections) if (active !== undefined) yield active
}
