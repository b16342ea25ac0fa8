// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as avatar from './avatar.css.ts'
export * as base from './base.css.ts'
export * as login from './login.css.ts'
export * as panel from './panel.css.ts'
export * as theme from './theme.css.ts'

/** The CSS of the files above, which every first screen needs; filled in by the build. */
export const cssText: string = ''
