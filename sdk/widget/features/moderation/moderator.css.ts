import { globalStyle, style } from '@vanilla-extract/css'
import { ghost, radius } from '../../styles/base.css.ts'
import { color, line } from '../../styles/theme.css.ts'
import { control } from './control.css.ts'
import { act } from './moderation.css.ts'

export const select = style([control, { padding: '0 8px' }])
export const danger = style([act, { borderColor: color.danger, color: color.danger }])
globalStyle(`${ghost}:is(${act}, ${danger})[aria-disabled="true"]`, {
  borderColor: line,
  color: color.muted,
  cursor: 'default',
})

export const list = style({ margin: 0, padding: 0, listStyle: 'none', ':empty': { display: 'none' } })
export const entry = style({
  display: 'grid',
  gap: '8px',
  padding: '12px 0',
  borderTop: `1px solid ${line}`,
  selectors: { '&:first-child': { borderTop: 0, paddingTop: 0 } },
})
export const person = style({ display: 'flex', alignItems: 'center', gap: '12px' })
export const name = style({ fontWeight: 550, overflowWrap: 'anywhere' })

export const tabs = style({
  display: 'flex',
  // where they do not fit beside each other all are still in sight
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  borderBottom: `1px solid ${line}`,
})
export const tab = style({
  flex: 'none',
  gap: '4px',
  padding: '0 4px',
  fontSize: '13px',
  borderRadius: `${radius.control} ${radius.control} 0 0`,
  color: color.muted,
  selectors: {
    '&[aria-selected="true"]': { color: color.ink, fontWeight: 550, boxShadow: `inset 0 -2px ${color.accentInk}` },
  },
  '@media': {
    '(forced-colors: active)': { selectors: { '&[aria-selected="true"]': { borderBottomColor: 'Highlight' } } },
  },
})
export const panel = style({ display: 'grid', gap: '12px', minHeight: 'min(240px, 40vh)', alignContent: 'start' })
globalStyle(`[role=dialog]:has(> ${tabs})`, { width: 'min(100%, 560px)' })

const pill = {
  padding: '0 6px',
  borderRadius: '10px',
  fontSize: '12px',
  fontWeight: 700,
  textAlign: 'center',
  fontVariantNumeric: 'tabular-nums',
} as const
export const number = style({
  ...pill,
  minWidth: '20px',
  lineHeight: '20px',
  background: color.accentInk,
  color: color.raised,
})
globalStyle(`${tab} > ${number}`, { minWidth: '18px', padding: '0 4px', lineHeight: '18px' })
/** On the header's menu. */
export const badge = style({
  ...pill,
  position: 'absolute',
  insetBlockStart: '-4px',
  insetInlineEnd: '-2px',
  minWidth: '18px',
  padding: '0 4px',
  lineHeight: '18px',
  background: color.danger,
  color: color.raised,
  pointerEvents: 'none',
})
export const personAct = style({
  flex: 'none',
  marginInlineStart: 'auto',
  color: color.muted,
  selectors: { 'button ~ &': { marginInlineStart: 0 } },
})
globalStyle(`${personAct}${personAct} ~ button`, { marginInlineStart: 0 })
