import { style } from '@vanilla-extract/css'
import { TOUCH } from '../../styles/base.css.ts'
import { color } from '../../styles/theme.css.ts'

/** In the composer, beside the button that sends. */
export const button = style({
  margin: '5px 0',
  padding: 0,
  borderRadius: '50%',
  color: color.muted,
  selectors: { '&[aria-expanded="true"]': { color: color.accentInk } },
  '@media': { [TOUCH]: { margin: '2px 0' } },
})
