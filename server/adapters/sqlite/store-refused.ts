/** A store that cannot be opened; the message says why and what to do. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/database or disk is full|ENOSPC/, 'there is no space left on its disk. Make room and start again.'],
  [
    /disk I\/O error/,
    'its disk fails, or there is no space left on it. Make room, or look after the disk, and start again.',
  ],
  [/database is locked|SQLITE_BUSY/, 'another program is writing it. Stop that one and start again.'],
  [
    /readonly|read-only|unable to open|EACCES|EPERM|EROFS/,
    'it cannot be written. Give this user the right to, or choose another folder with --data.',
  ],
  [/malformed|not a database|corrupt/, 'it is damaged. Restore a backup, or begin anew in another folder with --data.'],
]

/** What the engine says of a file, as a sentence for its operator. */
export function whyNot(file: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const cause = CAUSES.find(([pattern]) => pattern.test(text))?.[1]
  return `The file ${file} cannot be used: ${cause ?? `${text}.`}`
}
