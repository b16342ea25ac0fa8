import { globalStyle, keyframes, style } from '@vanilla-extract/css'
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
