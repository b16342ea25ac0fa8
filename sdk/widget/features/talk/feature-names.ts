/** What a page can leave out by `without`; what is left out is never loaded. */
export const FEATURES = [
  'formatting',
  'mentions',
  'emoji',
  'pins',
  'search',
  'reading',
  'notifications',
  'commands',
] as const
export type FeatureName = (typeof FEATURES)[number]

/** `without`: names, with spaces or commas between them. */
export const isLeftOut = (without: string, name: FeatureName) => without.split(/[\s,]+/).includes(name)
