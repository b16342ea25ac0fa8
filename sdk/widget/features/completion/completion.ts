/** One of those that a list offers. */
export interface CompletionEntry {
  /** Its own among those of its list. */
  key: string
  label: string
  /** Said behind the label, in a lower voice. */
  hint?: string | undefined
  /** The language of the hint, where it is not the page's. */
  hintLang?: string | undefined
  /** Stands before the label: a face, an emoji. */
  mark?(): Node
  /** It is typed already: Enter does what it does without a list. */
  done?: boolean | undefined
}

/** Something that is offered while it is typed: people behind `@`, emoji behind `:`, commands behind `/`. */
export interface CompletionSource<Entry extends CompletionEntry = CompletionEntry> {
  /** The character that it begins with. */
  trigger: string
  /** What the list holds, for who does not see it. */
  label: string
  /** Only where the text begins. */
  first?: boolean | undefined
  /** What may stand between the trigger and the caret. */
  query: RegExp
  /** Those that fit, the best first; `MOST` of them are shown. An answer that comes late is dropped. */
  find(query: string): readonly Entry[] | Promise<readonly Entry[]>
  /** An entry was chosen: what stands in the place of trigger and query. */
  insert(entry: Entry): string
}

/** Entries in a list. */
export const MOST = 8

/** What the composer offers while somebody types. */
export interface Completion {
  /** Returns what takes it away again. */
  register<Entry extends CompletionEntry>(source: CompletionSource<Entry>): () => void
  /** What a source finds has changed. */
  refresh(): void
}

/** The sources of one chat, and who shows what they find, as soon as it is loaded. */
export class Completions implements Completion {
  readonly sources = new Set<CompletionSource>()
  show = (): void => {}

  register<Entry extends CompletionEntry>(source: CompletionSource<Entry>): () => void {
    const each = source as unknown as CompletionSource
    this.sources.add(each)
    this.show()
    return () => {
      this.sources.delete(each)
      this.show()
    }
  }

  refresh(): void {
    this.show()
  }
}
