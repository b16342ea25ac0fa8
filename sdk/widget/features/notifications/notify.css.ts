import { globalStyle, style } from '@vanilla-extract/css'
import { accent, color } from '../../styles/theme.css.ts'

export const group = style({ display: 'grid', gap: 0, margin: 0, padding: 0, border: 0, minWidth: 0 })
export const legend = style({
  padding: 0,
  marginBottom: '4px',
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  fontWeight: 550,
  overflowWrap: 'anywhere',
})
/** A box or a dot, with what it means. */
export const choice = style({
  display: 'flex',
  alignItems: 'center',
  gap: '10px',
  minHeight: '44px',
  cursor: 'pointer',
})
globalStyle(`${choice} > input`, { flex: 'none', width: '20px', height: '20px', margin: '0 2px', accentColor: accent })
globalStyle(`${choice} > span`, { minWidth: 0, overflowWrap: 'anywhere' })
export const line = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0 12px' })
globalStyle(`${line} > ${choice}`, { flex: 1 })
export const play = style({ borderColor: color.control, paddingInline: '12px' })
export const says = style({
  margin: 0,
  // Also English in a page that is read from right to left
  unicodeBidi: 'plaintext',
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  textWrap: 'pretty',
  overflowWrap: 'anywhere',
})
