import type { Format, Plain } from './written.ts'

/**
 * What rows have beside their texts, which is loaded once the first messages are painted; before that a text is one piece, and
 * it is not said why one was refused. Formatting comes by itself, unless all pages leave it out.
 */
interface Later
  extends Pick<
    typeof import('./find-pieces.ts') &
      typeof import('./draw-pieces.ts') &
      typeof import('./write-typed.ts') &
      typeof import('./copy-text.ts') &
      typeof import('./failure.ts') &
      typeof import('../i18n/en-failure.ts') &
      typeof import('./point-at.ts') &
      typeof import('./show-far.ts'),
    | 'findPieces'
    | 'createLink'
    | 'createMention'
    | 'writeTyped'
    | 'copyText'
    | 'createFailure'
    | 'whyBlocked'
    | 'pointAt'
    | 'showFar'
  > {
  format?: Format
  plain?: Plain
}

let later: Later | undefined
/** What has come; formatting may come first, which counts with the rest. */
let come: Partial<Later> = {}

/** It is loaded, for all elements of the page; more of it may come. */
export function setLater(file: Partial<Later>): void {
  come = { ...come, ...file }
  if (come.writeTyped) later = come as Later
}

/** Another object whenever more of it is known. */
export const laterKnown = () => later

/** What a text says to who does not see how it is formatted; `typed`: as it was typed. */
export const plainOf = (text: string, { typed }: { typed?(): boolean } = {}) =>
  (!typed?.() && later?.plain?.(text)) || text

type FailureArguments = Parameters<Later['createFailure']>

export const failureOf = (...refused: FailureArguments) => later?.createFailure(...refused)

/** Shows for a moment which row somebody was led to. */
export const pointAt = (row: HTMLElement) => later?.pointAt(row)

/** Reads on around a message that is not loaded, and goes there. */
export const showFar = (...asked: Parameters<Later['showFar']>) => void later?.showFar(...asked)

/** Which rule a text is against, in words. */
export const whyOf = (rule: string, detail?: string) => later?.whyBlocked(rule, detail) ?? ''
