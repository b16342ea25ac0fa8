import { style } from '@vanilla-extract/css'
import { mine } from './message.css.ts'
import { accent, color, onAccent } from './theme.css.ts'

/** A name that a message names. */
export const mention = style({
  padding: '0 3px',
  borderRadius: '4px',
  background: `color-mix(in oklab, ${color.accentInk} 12%, transparent)`,
  color: color.accentInk,
  fontWeight: 550,
  boxDecorationBreak: 'clone',
  WebkitBoxDecorationBreak: 'clone',
  selectors: {
    [`${mine} &`]: { background: 'none', color: 'inherit', textDecoration: 'underline', textUnderlineOffset: '3px' },
    '&[data-me]': { background: accent, color: onAccent },
  },
  '@media': {
    '(forced-colors: active)': { selectors: { '&[data-me]': { outline: '1px solid Highlight' } } },
  },
})
