import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { decodeImportLine, type Imported } from '../wire/import-line.ts'

/** So many of the last lines are known by their numbers. */
const KNOWN = 2_000

/** The lines of a file that is imported, and what was read of them so far. */
export class ImportLines {
  messages = 0
  #line = 0
  #numbers: number[] = []
  readonly #file: string
  /** What is said of what stands before a line that is wrong. */
  readonly #before: string

  constructor(file: string, before: string) {
    this.#file = file
    this.#before = before
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Imported> {
    const input = this.#file === '-' ? process.stdin : createReadStream(this.#file)
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      this.#line++
      if (line.trim() === '') continue
      const decoded = decodeImportLine(line)
      if (!decoded.ok) throw new Error(`Line ${this.#line} is no event: ${decoded.reason} ${this.#before}`)
      if ('text' in decoded.value) this.messages++
      this.#numbers.push(this.#line)
      if (this.#numbers.length > KNOWN) this.#numbers = this.#numbers.slice(-KNOWN / 2)
      yield decoded.value
    }
  }

  /** `behind`: so many were read after the one that is refused. */
  refused(message: string, behind = 0): Error {
    const line = this.#numbers.at(-1 - behind) ?? this.#line
    return new Error(`Line ${line} cannot be taken: ${message} ${this.#before}`)
  }
}

/** What came of it, in words. */
export function wordsOfImport({ messages, entries }: { messages: number; entries: number }, read: number): string {
  const known = read - messages
  const added = `Added ${messages} messages${known > 0 ? `; ${known} were there already` : ''}.\n`
  return entries > 0 ? `${added}Added ${entries} entries of rooms and the people in them.\n` : added
}
