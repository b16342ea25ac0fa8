// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as question from '../../styles/question.css.ts'
export * as account from './account.css.ts'

/** The CSS of the files above; filled in by the build. */
export const cssText: string = ''
