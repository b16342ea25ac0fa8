// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as going from './going.css.ts'
export * as menu from './message-menu.css.ts'
export * as purpose from './writing.css.ts'

/** The CSS of the files above; filled in by the build. */
export const cssText: string = ''
