import { globalStyle, style } from '@vanilla-extract/css'
import { icon, radius, TOUCH } from '../../styles/base.css.ts'
import { tone } from '../../styles/chat.css.ts'
import { open } from '../../styles/open.ts'
import { color } from '../../styles/theme.css.ts'
import { control } from './control.css.ts'

const width = open('log-width', '760px')
const column_ = `max(16px, (100% - ${width}) / 2)`
const own_ = { unicodeBidi: 'plaintext', overflowWrap: 'anywhere' } as const

// In cards
export const form = style({ display: 'grid', gap: '12px', width: '100%' })
export const says = style({ ...own_, margin: 0, color: color.muted, textWrap: 'pretty' })
export const quiet = style({
  ...own_,
  margin: 0,
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
})
export const problem = style([says, { color: color.danger }])
export const strong = style({ ...own_, margin: 0, fontWeight: 550 })
export const text = style({ ...own_, whiteSpace: 'pre-wrap' })
export const quote = style([
  text,
  {
    margin: 0,
    maxHeight: '200px',
    overflow: 'auto',
    padding: '8px 12px',
    borderInlineStart: `3px solid ${color.control}`,
    borderRadius: radius.control,
    background: color.side,
  },
])
export const note = style([control, { resize: 'vertical' }])
export const choices = style({ margin: 0, padding: 0, border: 0, minWidth: 0 })
export const check = style({ display: 'flex', alignItems: 'center', gap: '12px', minHeight: '44px', cursor: 'pointer' })
globalStyle(`${check} > input`, { flex: 'none', width: '18px', height: '18px', accentColor: color.accentInk })
globalStyle(`${check} + ${says}`, { marginInlineStart: '30px', fontSize: '13px', lineHeight: '20px' })
export const acts = style({ display: 'flex', flexWrap: 'wrap', gap: '8px', ':empty': { display: 'none' } })
globalStyle(`${form} > ${acts} > *`, { flexGrow: 1, minHeight: '44px' })
export const act = style({ unicodeBidi: 'plaintext', flex: 'none', borderColor: color.control, paddingInline: '12px' })
export const column = style({ flex: '1 1 0', minWidth: 0, display: 'grid' })

/** Over the composer, of what is half-typed. */
export const hint = style([
  says,
  {
    gridArea: 'notice',
    width: `min(${width}, 100% - 32px)`,
    margin: '0 auto 8px',
    fontSize: '13px',
    lineHeight: '20px',
  },
])

/** Between the log and the composer. */
export const notice = style({
  gridArea: 'notice',
  vars: { [tone]: color.warn },
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '4px 12px',
  width: `min(${width}, 100% - 32px)`,
  margin: '0 auto 8px',
  padding: '8px 12px',
  border: `1px solid color-mix(in oklab, ${tone} 40%, transparent)`,
  borderRadius: radius.card,
  background: `color-mix(in oklab, ${tone} 12%, ${color.surface})`,
  fontSize: '13px',
  lineHeight: '20px',
})
globalStyle(`${notice} > ${icon}`, { color: tone })
globalStyle(`${notice} > ${column}`, { flexBasis: '180px' })
globalStyle(`${notice} > button`, { minHeight: '36px', '@media': { [TOUCH]: { minHeight: '44px' } } })

/** Behind the log: as one's own messages, without their colour. */
export const own = style({
  display: 'grid',
  gap: '8px',
  padding: `0 ${column_} 8px`,
  ':empty': { display: 'none' },
  // where nothing is above them they stand over the composer, too
  selectors: { '[part=log]:empty + &': { marginTop: 'auto' } },
})
export const ownRow = style({ display: 'grid', justifyItems: 'end', gap: '2px' })
export const bubble = style({
  ...own_,
  maxWidth: 'min(560px, 88%)',
  padding: '7px 14px',
  border: `1px dashed ${color.control}`,
  borderRadius: radius.message,
  background: color.raised,
  whiteSpace: 'pre-wrap',
  selectors: { '[data-rejected] > &': { borderColor: color.danger } },
})
export const ownEnd = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'flex-end',
  gap: '0 8px',
  fontSize: '13px',
  lineHeight: '20px',
})
export const ownSays = style({ display: 'flex', alignItems: 'center', gap: '6px', color: color.muted })
globalStyle(`${ownSays} > ${icon}`, { width: '14px', height: '14px' })

/** In the place of a room that one is put out of. */
export const refused = style({
  display: 'grid',
  justifyItems: 'center',
  gap: '16px',
  maxWidth: '400px',
  whiteSpace: 'pre-line',
})
