// Named and exported, because a bare import counts as free of effects here and would be left out.

export * as notify from './notify.css.ts'

/** The CSS of the file above; filled in by the build. */
export const cssText: string = ''
