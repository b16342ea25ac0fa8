// Named and exported, because a bare import counts as free of effects here and would be left out.
export * as control from './control.css.ts'
export * as moderation from './moderation.css.ts'

/** The CSS of the files above; filled in by the build. */
export const cssText: string = ''
