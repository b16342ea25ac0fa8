import { globalStyle, keyframes, style } from '@vanilla-extract/css'
import { ENTER, radius } from './base.css.ts'
import { color, line, shadow } from './theme.css.ts'

const fade = keyframes({ from: { opacity: 0 } })

/** Over the whole panel. */
export const question = style({
  position: 'relative',
  zIndex: 9,
  display: 'grid',
  placeItems: 'center',
  padding: '16px',
  overflow: 'auto',
  background: '#00000066',
  animation: `${fade} ${ENTER}`,
})
export const card = style({
  width: 'min(100%, 384px)',
  padding: '24px',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
})
export const words = style({ margin: '0 0 24px', fontWeight: 550, textWrap: 'balance' })
export const answers = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
globalStyle(`${answers} > *`, { flexGrow: 1 })
export const leave = style({
  minHeight: '44px',
  padding: '0 16px',
  borderColor: color.danger,
  color: color.danger,
  fontWeight: 550,
})
