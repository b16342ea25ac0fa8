/** A drawing as those in views/icon.ts: somebody. */
export const PERSON =
  'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7m-6.5 7v-.5A4.5 4.5 0 0 1 8 12h4a4.5 4.5 0 0 1 4.5 4.5v.5'
