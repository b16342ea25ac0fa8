import { KIND, type SpanKind } from './ast.ts'

/** Marks that come in pairs around a text, and what they make of it. */
export const MARKS = {
  '**': KIND.strong,
  '*': KIND.emphasis,
  _: KIND.emphasis,
  '~~': KIND.strike,
  '||': KIND.spoiler,
} as const satisfies Record<string, SpanKind>

export type Mark = keyof typeof MARKS
export const ALL_MARKS = Object.keys(MARKS) as Mark[]

/** Those that end in the line in which they begin; the others in their paragraph. */
export const OF_A_LINE: readonly Mark[] = ['*', '_']

const RUNS: Record<string, readonly [outer: Mark, inner?: Mark]> = {
  '*': ['*'],
  '**': ['**'],
  '***': ['**', '*'],
  _: ['_'],
  '~~': ['~~'],
  '||': ['||'],
}

/** The marks that the same character, repeated, stands for, the outer one first; none: it is text. */
export const marksOf = (run: string) => (Object.hasOwn(RUNS, run) ? RUNS[run] : undefined)
