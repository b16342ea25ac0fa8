// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as around from './around.css.ts'
export * as chat from './chat.css.ts'
export * as composer from './composer.css.ts'
export * as log from './log.css.ts'
export * as message from './message.css.ts'
export * as people from './people.css.ts'

/** The CSS of the files above, which comes with the chat screen; filled in by the build. */
export const cssText: string = ''
