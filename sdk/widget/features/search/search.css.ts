import { globalStyle, style } from '@vanilla-extract/css'
import { radius } from '../../styles/base.css.ts'
import { color, line } from '../../styles/theme.css.ts'

export const content = style({ display: 'grid', gap: '12px', width: '100%', minWidth: 0 })
export const form = style({ width: '100%' })
/** What was found, how much, and that there is nothing. */
export const says = style({
  unicodeBidi: 'plaintext',
  margin: 0,
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  textWrap: 'pretty',
})
export const list = style({ width: '100%', margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: '2px' })
export const row = style({
  display: 'grid',
  gap: '2px',
  width: '100%',
  minHeight: '56px',
  padding: '8px',
  border: 0,
  borderRadius: radius.control,
  background: 'none',
  textAlign: 'start',
  cursor: 'pointer',
  outlineOffset: '-2px',
  selectors: { '&:hover': { background: color.side } },
})
export const head = style({ display: 'flex', alignItems: 'baseline', gap: '8px', minWidth: 0 })
export const name = style({
  flex: 1,
  minWidth: 0,
  fontWeight: 550,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})
export const time = style({
  flex: 'none',
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
  fontVariantNumeric: 'tabular-nums',
})
/** It reads in its own direction. */
export const excerpt = style({
  unicodeBidi: 'plaintext',
  textAlign: 'start',
  color: color.muted,
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 3,
  overflow: 'hidden',
  overflowWrap: 'anywhere',
})
globalStyle(`${excerpt} mark`, {
  background: `color-mix(in oklab, ${color.accentInk} 20%, transparent)`,
  color: color.ink,
  borderRadius: '3px',
  fontWeight: 600,
})
export const act = style({ width: '100%', minHeight: '44px', borderColor: color.control })
export const date = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '8px',
  width: '100%',
  paddingBottom: '12px',
  borderBottom: `1px solid ${line}`,
})
globalStyle(`${date} > label`, { flex: '1 1 120px', fontWeight: 550 })
export const day = style({
  flex: '1 1 150px',
  minHeight: '44px',
  padding: '0 12px',
  border: `1px solid ${color.control}`,
  borderRadius: radius.control,
  background: color.raised,
  color: color.ink,
  font: 'inherit',
})
export const go = style({ flex: 'none', minHeight: '44px', borderColor: color.control, paddingInline: '16px' })
