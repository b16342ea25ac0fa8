// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as failure from './failure.css.ts'
export * as jump from './jump.css.ts'
export * as namedPeople from './named-people.css.ts'
export * as point from './point.css.ts'
export * as print from './print.css.ts'
export * as question from './question.css.ts'
export * as typing from './typing.css.ts'

/** The CSS of the files above, which nothing needs that is seen first; filled in by the build. */
export const cssText: string = ''
