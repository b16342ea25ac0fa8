/** WebDriver's code points for keys that print nothing. */
const KEYS: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F6: '\uE036',
  F10: '\uE03A',
  Meta: '\uE03D',
}

type KeyAction = { type: 'keyDown' | 'keyUp'; value: string }

/** `Shift+Enter` as the actions of a WebDriver key source. */
export function keyActions(combination: string): KeyAction[] {
  const keys = combination === '+' ? ['+'] : combination.split('+')
  const values = keys.map(key => KEYS[key] ?? key)
  const down = values.map(value => ({ type: 'keyDown', value }) as const)
  return [...down, ...down.map(({ value }) => ({ type: 'keyUp', value }) as const).reverse()]
}

/** Each character pressed and released. */
export function textActions(text: string): KeyAction[] {
  return [...text].flatMap(value => [{ type: 'keyDown', value } as const, { type: 'keyUp', value } as const])
}
