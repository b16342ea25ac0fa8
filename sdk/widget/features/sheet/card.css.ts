import { keyframes, style } from '@vanilla-extract/css'
import { ENTER, radius } from '../../styles/base.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

const fade = keyframes({ from: { opacity: 0 } })

/** Over the whole panel, as the question before a logout; it scrolls where the card is higher. */
export const backdrop = style({
  position: 'relative',
  zIndex: 9,
  display: 'grid',
  padding: 'min(16px, 4%)',
  overflow: 'auto',
  background: '#00000066',
  animation: `${fade} ${ENTER}`,
})
export const sheet = style({
  display: 'grid',
  gap: '16px',
  margin: 'auto',
  width: 'min(100%, 420px)',
  padding: 'min(20px, 6%)',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
})
export const bar = style({ display: 'flex', alignItems: 'center', gap: '8px' })
export const title = style({
  flex: 1,
  minWidth: 0,
  fontSize: '18px',
  lineHeight: '24px',
  fontWeight: 700,
  overflowWrap: 'anywhere',
})
