import { style } from '@vanilla-extract/css'
import { radius } from '../../styles/base.css.ts'
import { color } from '../../styles/theme.css.ts'

/** What one writes or chooses in. */
export const control = style({
  width: '100%',
  minHeight: '44px',
  padding: '8px 12px',
  border: `1px solid ${color.control}`,
  borderRadius: radius.control,
  background: color.surface,
  color: color.ink,
  font: 'inherit',
})
