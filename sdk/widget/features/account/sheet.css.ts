// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as account from './account.css.ts'
export * as sheet from './own-sheet.css.ts'

/** The CSS of the files above; filled in by the build. */
export const cssText: string = ''
