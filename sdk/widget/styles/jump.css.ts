import { style } from '@vanilla-extract/css'
import { SLIDE } from './base.css.ts'
import { rise } from './log.css.ts'
import { open } from './open.ts'
import { color, line, shadow } from './theme.css.ts'

export const jump = style({
  gridArea: 'log',
  alignSelf: 'end',
  justifySelf: 'center',
  zIndex: 1,
  display: 'flex',
  alignItems: 'center',
  gap: '6px',
  minHeight: '36px',
  marginBottom: '8px',
  padding: '0 14px 0 10px',
  border: `1px solid ${line}`,
  borderRadius: open('radius-control', '18px'),
  background: color.raised,
  color: color.accentInk,
  boxShadow: shadow,
  fontSize: '13px',
  fontWeight: 550,
  fontVariantNumeric: 'tabular-nums',
  cursor: 'pointer',
  animation: `${rise} ${SLIDE}`,
})
