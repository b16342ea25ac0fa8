// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as base from './base.css.ts'
export * as chat from './chat.css.ts'
export * as composer from './composer.css.ts'
export * as log from './log.css.ts'
export * as login from './login.css.ts'
export * as message from './message.css.ts'
export * as panel from './panel.css.ts'
export * as people from './people.css.ts'
export * as theme from './theme.css.ts'

/** The whole sheet; filled in by the build. */
export const cssText: string = ''
