/** What a key in a menu of these entries asks for: another entry, that it closes, or nothing of the menu's own. */
export function menuKey(key: string, at: number, words: readonly string[]): number | 'close' | undefined {
  const count = words.length
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return (at + 1) % count
    case 'ArrowUp':
    case 'ArrowLeft':
      return (at + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'Escape':
    case 'Tab':
      return 'close'
    default:
      return isLetter(key) ? nextWith(key, at, words) : undefined
  }
}

/** A key that writes, but for the space, which presses. */
const isLetter = (key: string) => key !== ' ' && [...key].length === 1

/** The next entry that begins with the letter, or the one where the focus is. */
function nextWith(letter: string, at: number, words: readonly string[]): number {
  const begins = letter.toLowerCase()
  const after = words.map((_, step) => (at + 1 + step) % words.length)
  return after.find(index => words[index]?.trim().toLowerCase().startsWith(begins)) ?? at
}
