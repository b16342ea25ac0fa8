import { talk } from '../talk.ts'
import { Book } from './book.ts'
import { Person } from './person.ts'

export interface CrowdOptions {
  server: string
  people: number
  writers: number
  rooms: readonly string[]
  random: () => number
}

/** So many log in at a time. */
const AT_ONCE = 10
/** What a person does at a time, and how long they wait between two acts, in ms. */
const PACE = { atOnce: 4, leastMs: 300, moreMs: 1_000 }

/** People who read, each in one room and some in all, and of whom some write. */
export class Crowd {
  readonly book = new Book()
  readonly rooms: readonly string[]
  readonly people: Person[] = []
  readonly #options: CrowdOptions
  readonly #ids = new Set<string>()
  #stops: (() => Promise<void>)[] = []

  private constructor(options: CrowdOptions) {
    this.#options = options
    this.rooms = options.rooms
  }

  static async enter(options: CrowdOptions): Promise<Crowd> {
    const crowd = new Crowd(options)
    for (let at = 0; at < options.people; at += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, options.people - at) }, (_, n) => crowd.#add(at + n))
      await Promise.all(some)
    }
    return crowd
  }

  write(): void {
    const { writers, random } = this.#options
    this.#stops = this.people.slice(0, writers).map(person => talk(person, this.book, random, PACE))
  }

  /** Resolves when all that they sent is answered. */
  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map(stop => stop()))
  }

  /** Why not everybody sees the same, and everybody; undefined: they do. */
  get isNotWhole(): string | undefined {
    const away = this.people.find(({ client }) => client.status.status !== 'online')
    if (away) return `${away.name} is ${away.client.status.status}`
    for (const name of this.rooms) {
      const screens = this.people.flatMap(person =>
        person.screens.flatMap(screen => (screen.room.name === name ? [{ person, screen }] : [])),
      )
      const expected = screens.map(({ person }) => person.id)
      const last = this.book.lastOf(name)
      let place: string | undefined
      for (const { person, screen } of screens) {
        const { state, members } = screen.room
        if (state.status !== 'joined' || !screen.isCurrent) return `${person.name} is not back in ${name}`
        const own = `${state.position.epoch} ${state.position.seq}`
        place ??= own
        if (state.position.seq < last) return `${person.name} is at ${own} of ${name}, which goes on to ${last}`
        if (own !== place) return `${person.name} is at ${own} of ${name}, another at ${place}`
        const there = new Set(members.users.map(({ id }) => id))
        const missing = expected.filter(id => !there.has(id))
        if (missing.length > 0) return `${person.name} does not see ${missing.length} of ${expected.length} in ${name}`
        const strange = members.users.find(
          ({ id, name: shown }) => !this.#ids.has(id) && !shown.startsWith('Inspector'),
        )
        if (strange) return `${person.name} sees ${strange.name} in ${name}`
      }
    }
    return undefined
  }

  close(): void {
    for (const stop of this.#stops) void stop()
    for (const person of this.people) person.close()
  }

  async #add(n: number): Promise<void> {
    const { server, writers, rooms } = this.#options
    const own = n < writers && n % 3 === 0 ? rooms.slice(0, 3) : [rooms[n % rooms.length]!]
    const person = await Person.enter(`Person ${n + 1}`, server, own, this.book, id => this.#ids.has(id))
    this.#ids.add(person.id)
    this.people[n] = person
  }
}
