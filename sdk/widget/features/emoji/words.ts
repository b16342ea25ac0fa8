/** The words of the emoji picker. */
export const words = {
  /** Of these words. */
  lang: 'en',
  search: 'Search emoji',
  groups: 'Groups',
  recent: 'Recently used',
  /** In the order of Unicode's groups. */
  names: [
    'Smileys',
    'People',
    'Animals and nature',
    'Food and drink',
    'Travel and places',
    'Activities',
    'Objects',
    'Symbols',
    'Flags',
  ],
  tone: 'Skin tone',
  tones: ['Default', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
  toneIs: (tone: string) => `Skin tone: ${tone}`,
  found: (count: number) => (count > 0 ? `${count} emoji found` : words.none),
  results: 'Results',
  none: 'No emoji is called like this.',
  looking: 'Looking',
  noNames: 'The names of emoji could not be loaded. Type again to try again.',
}
export const groupName = (at: number) => words.names[at] ?? ''
