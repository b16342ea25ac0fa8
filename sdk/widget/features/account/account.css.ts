import { globalStyle, style } from '@vanilla-extract/css'
import { color, line } from '../../styles/theme.css.ts'

/** A password and the button that shows it, side by side. */
export const secret = style({ display: 'flex', gap: '8px' })
globalStyle(`${secret} > input`, { minWidth: 0, flex: 1 })
globalStyle(`${secret} > button`, { minWidth: '64px' })

/** The other ways in, below the card: what is typed into above does not move when they come. */
export const ways = style({
  position: 'absolute',
  top: '100%',
  insetInline: 0,
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'center',
  gap: '4px 16px',
  padding: '8px 0',
})

/** A card over the panel that scrolls where it is higher. */
export const sheet = style({ display: 'grid', gap: '16px', margin: 'auto', width: 'min(100%, 420px)', padding: '20px' })
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
export const form = style({ display: 'grid', gap: '12px', width: '100%' })
export const devices = style({ width: '100%', margin: 0, padding: 0, listStyle: 'none' })
export const device = style({
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  minHeight: '52px',
  borderTop: `1px solid ${line}`,
  selectors: { '&:first-child': { borderTop: 0 } },
})
export const deviceWords = style({ flex: 1, minWidth: 0, display: 'grid', overflowWrap: 'anywhere' })
export const when = style({ color: color.muted, fontSize: '13px', lineHeight: '20px' })
export const act = style({ borderColor: color.control, paddingInline: '12px' })
export const danger = style({ borderColor: color.danger, color: color.danger, paddingInline: '12px' })
export const answers = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
globalStyle(`${answers} > *`, { flexGrow: 1, minHeight: '44px' })
