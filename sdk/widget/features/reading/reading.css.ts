import { globalStyle, style } from '@vanilla-extract/css'
import { icon, SLIDE } from '../../styles/base.css.ts'
import { appear } from '../../styles/log.css.ts'
import { open } from '../../styles/open.ts'
import { color, line as hair, shadow } from '../../styles/theme.css.ts'

/** Above the first message that is new: a rule with a word in it. */
export const line = style({
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  padding: '8px 0 4px',
  color: color.accentInk,
  fontSize: '12px',
  lineHeight: '16px',
  fontWeight: 700,
  '::before': { content: '""', flex: 1, borderTop: '1px solid currentColor', opacity: 0.5 },
  '::after': { content: '""', flex: 1, borderTop: '1px solid currentColor', opacity: 0.5 },
})

/** Below the day that stands at the top. */
export const pill = style({
  gridArea: 'log',
  alignSelf: 'start',
  justifySelf: 'center',
  zIndex: 1,
  display: 'flex',
  maxWidth: 'calc(100% - 32px)',
  marginTop: '44px',
  border: `1px solid ${hair}`,
  borderRadius: open('radius-control', '18px'),
  background: color.raised,
  color: color.accentInk,
  boxShadow: shadow,
  fontSize: '13px',
  lineHeight: '18px',
  fontVariantNumeric: 'tabular-nums',
  animation: `${appear} ${SLIDE}`,
})
globalStyle(`${pill}[hidden]`, { display: 'none' })
globalStyle(`${pill} > button`, {
  display: 'flex',
  alignItems: 'center',
  gap: '6px',
  minHeight: '36px',
  border: 0,
  borderRadius: 'inherit',
  background: 'none',
  color: 'inherit',
  font: 'inherit',
  cursor: 'pointer',
})
export const jump = style({})
export const away = style({})
globalStyle(`${pill} > ${jump}`, { minWidth: 0, padding: '4px 4px 4px 12px', fontWeight: 550, textAlign: 'start' })
globalStyle(`${pill} > ${away}`, {
  flex: 'none',
  justifyContent: 'center',
  minWidth: '36px',
  padding: 0,
  color: color.muted,
})
globalStyle(`${pill} > ${jump} > ${icon}`, { flex: 'none', transform: 'rotate(180deg)' })
