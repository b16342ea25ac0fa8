import type { PersonalData, PersonalReads } from '../ports/personal-data.ts'
import type { Store, StoreAnswer, Write } from '../ports/store.ts'

/** What a store holds of one person in its rooms. */
export class DurablePersonalData implements PersonalData {
  readonly #store: Pick<Store, keyof PersonalReads>
  readonly #fenced: <T>(read: Promise<T>) => Promise<T>
  readonly #push: (write: Write) => Promise<StoreAnswer>

  /** `fenced` rejects what was read while the store came back; `push` resolves when it is durable. */
  constructor(
    store: Pick<Store, keyof PersonalReads>,
    fenced: <T>(read: Promise<T>) => Promise<T>,
    push: (write: Write) => Promise<StoreAnswer>,
  ) {
    this.#store = store
    this.#fenced = fenced
    this.#push = push
  }

  roomsOfPerson: PersonalData['roomsOfPerson'] = (...asked) => this.#fenced(this.#store.roomsOfPerson(...asked))
  writtenBy: PersonalData['writtenBy'] = (...asked) => this.#fenced(this.#store.writtenBy(...asked))
  reactedBy: PersonalData['reactedBy'] = (...asked) => this.#fenced(this.#store.reactedBy(...asked))

  async forgetNames(room: string, ids: readonly string[], after: number, upTo?: number): Promise<void> {
    await this.#push({ kind: 'forgetNames', room, ids, after, upTo })
  }

  async forgetAuthor(room: string, ids: readonly string[]): Promise<void> {
    await this.#push({ kind: 'forgetAuthor', room, ids })
  }
}
