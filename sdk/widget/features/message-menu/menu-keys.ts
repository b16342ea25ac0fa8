/** What a key in a menu asks for: another entry, that it closes, or nothing of the menu's own. */
export function menuKey(key: string, at: number, count: number): number | 'close' | undefined {
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
      return undefined
  }
}
