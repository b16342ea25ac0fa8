/** What a command has to do with: its words, and where it reads and writes. */
export interface CommandCall {
  /** The data folder, where there is no Redis. */
  data: string
  /** Where the chat is in Redis: its URL, and what all keys begin with. */
  redis: { url: string; prefix: string } | undefined
  /** The first of its words. */
  file: string | undefined
  words: readonly string[]
  /** Its flags. */
  flags: ReadonlyMap<string, string | true>
  /** Undefined: all of them. */
  room: string | undefined
  print(text: string): void
  /** What is to be read beside what is printed. */
  complain(text: string): void
}
