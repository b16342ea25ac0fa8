import { globalStyle, style } from '@vanilla-extract/css'
import { icon, radius, TOUCH } from '../../styles/base.css.ts'
import { rise } from '../../styles/log.css.ts'
import { message } from '../../styles/message.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

/** Over the place of who types, and no higher than what is below the last message: nothing moves for it. */
export const going = style({
  gridArea: 'log-start / log-start / typing-end / log-end',
  alignSelf: 'end',
  justifySelf: 'center',
  zIndex: 2,
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  maxWidth: 'calc(100% - 32px)',
  minHeight: '36px',
  marginBottom: '2px',
  padding: '0 6px 0 12px',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  fontSize: '13px',
  lineHeight: '20px',
  animation: `${rise} 180ms ease-out`,
  selectors: { '&:dir(rtl)': { paddingInline: '12px 6px' } },
  '@media': { [TOUCH]: { minHeight: '44px' } },
})
globalStyle(`${going} > ${icon}`, { width: '16px', height: '16px', color: color.muted })
export const says = style({ minWidth: 0, overflowWrap: 'anywhere' })
export const undo = style({
  minHeight: '32px',
  padding: '0 10px',
  '@media': { [TOUCH]: { minHeight: '44px' } },
})
/** A message that is about to go: as one that is gone, but for its text. */
globalStyle(`${message}[data-going] [part=bubble]`, {
  border: `1px dashed ${color.control}`,
  background: 'none',
  color: color.muted,
  textDecoration: 'line-through',
})
