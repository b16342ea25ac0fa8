import { globalStyle, style } from '@vanilla-extract/css'
import { color, line } from '../../styles/theme.css.ts'

export const part = style({ display: 'grid', gap: '8px', justifyItems: 'start' })
export const heading = style({ color: color.muted, fontSize: '13px', lineHeight: '20px', fontWeight: 550 })
export const says = style({ margin: 0, color: color.muted, textWrap: 'pretty', overflowWrap: 'anywhere' })
export const done = style({ margin: 0, fontWeight: 550, textWrap: 'pretty' })
export const form = style({ display: 'grid', gap: '12px', width: '100%', paddingTop: '4px' })
export const devices = style({ width: '100%', margin: 0, padding: 0, listStyle: 'none' })
export const device = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '4px 8px',
  minHeight: '52px',
  paddingBlock: '4px',
  borderTop: `1px solid ${line}`,
  selectors: { '&:first-child': { borderTop: 0 } },
})
export const deviceWords = style({ flex: '1 1 9em', minWidth: 0, display: 'grid', overflowWrap: 'anywhere' })
export const when = style({ color: color.muted, fontSize: '13px', lineHeight: '20px' })
export const act = style({ borderColor: color.control, paddingInline: '12px' })
export const danger = style({ borderColor: color.danger, color: color.danger, paddingInline: '12px' })
export const answers = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
globalStyle(`${answers} > *`, { flexGrow: 1, minHeight: '44px' })
