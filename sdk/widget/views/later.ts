import type { Piece } from './piece.ts'

/**
 * What rows have beside their texts, which is loaded once the first messages are painted; before that a text is one piece, and
 * it is not said why one was refused.
 */
type Later = Pick<
  typeof import('./linkify.ts') &
    typeof import('./failure.ts') &
    typeof import('../i18n/en-failure.ts') &
    typeof import('./point-at.ts') &
    typeof import('./show-far.ts'),
  'findLinks' | 'linkify' | 'createFailure' | 'whyBlocked' | 'pointAt' | 'showFar'
>

let later: Later | undefined

/** It is loaded, for all elements of the page. */
export function setLater(file: Later): void {
  later = file
}

export const laterKnown = () => later !== undefined

/** `links` may be those of a longer text that begins like this one. */
export const piecesOf = (text: string, links = linksIn(text)): Piece[] => later?.linkify(text, links) ?? [{ text }]

export const linksIn = (text: string) => later?.findLinks(text) ?? []

type FailureArguments = Parameters<Later['createFailure']>

export const failureOf = (...refused: FailureArguments) => later?.createFailure(...refused)

/** Shows for a moment which row somebody was led to. */
export const pointAt = (row: HTMLElement) => later?.pointAt(row)

/** Reads on around a message that is not loaded, and goes there. */
export const showFar = (...asked: Parameters<Later['showFar']>) => void later?.showFar(...asked)

/** Which rule a text is against, in words. */
export const whyOf = (rule: string, detail?: string) => later?.whyBlocked(rule, detail) ?? ''
