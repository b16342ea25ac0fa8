import { globalStyle, style } from '@vanilla-extract/css'
import { LOW, PRESS, TOUCH } from './base.css.ts'
import { open } from './open.ts'
import { accent, color, gradient, line, onAccent, shadow } from './theme.css.ts'

const width = open('log-width', '760px')

export const typing = style({
  gridArea: 'typing',
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  height: '24px',
  paddingInline: `max(24px, (100% - ${width}) / 2 + 8px)`,
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
})
globalStyle(`${typing} > span:last-child`, {
  unicodeBidi: 'plaintext',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})

export const composer = style({
  gridArea: 'composer',
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) repeat(4, auto)',
  alignItems: 'end',
  width: `min(${width}, 100% - 32px)`,
  margin: '0 auto max(16px, env(safe-area-inset-bottom))',
  border: `1px solid ${color.control}`,
  borderRadius: open('radius-card', '24px'),
  background: color.raised,
  boxShadow: shadow,
  cursor: 'text',
  transition: `border-color ${PRESS}`,
  selectors: {
    '&:focus-within': { borderColor: color.accentInk, outline: `1px solid ${color.accentInk}` },
    '&[data-off]': { background: color.side, borderColor: line, boxShadow: 'none' },
  },
  '@container': { [LOW]: { marginBottom: 'max(8px, env(safe-area-inset-bottom))' } },
})
export const textarea = style({
  width: '100%',
  maxHeight: 'min(200px, 40cqh)',
  padding: '12px 16px',
  border: 0,
  background: 'none',
  tabSize: 4,
  resize: 'none',
  scrollbarWidth: 'thin',
  selectors: { '&:focus-visible': { outline: 'none' } },
  '::placeholder': {
    color: color.muted,
    opacity: 1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
})
export const left = style({
  paddingInlineStart: '8px',
  color: color.muted,
  fontSize: '12px',
  lineHeight: '48px',
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
  selectors: { '&[data-over]': { color: color.danger, fontWeight: 550 } },
})
export const send = style({
  display: 'grid',
  placeItems: 'center',
  width: '36px',
  height: '36px',
  margin: '5px',
  padding: 0,
  border: '1px solid transparent',
  borderRadius: open('radius-control', '50%'),
  background: `${gradient} border-box ${accent}`,
  color: onAccent,
  cursor: 'pointer',
  transition: `transform ${PRESS}`,
  selectors: {
    '&:active': { transform: 'scale(.92)' },
    '&[aria-disabled="true"]': { background: line, color: color.muted, cursor: 'default' },
  },
  '@media': {
    [TOUCH]: { width: '44px', height: '44px', margin: '2px' },
    '(forced-colors: active)': { background: 'ButtonFace', borderColor: 'ButtonText' },
  },
})
