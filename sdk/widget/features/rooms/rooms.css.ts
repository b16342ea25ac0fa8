import { globalStyle, style } from '@vanilla-extract/css'
import { radius } from '../../styles/base.css.ts'
import { color, line } from '../../styles/theme.css.ts'

/** The button that leads to the rooms, first in the header, with what is new in the others. */
export const toggle = style({ position: 'relative', flex: 'none', marginInlineStart: '-8px' })
export const badge = style({
  position: 'absolute',
  insetBlockStart: '-2px',
  insetInlineEnd: '-6px',
  minWidth: '18px',
  padding: '0 4px',
  borderRadius: '9px',
  background: color.danger,
  color: color.raised,
  fontSize: '12px',
  lineHeight: '18px',
  fontWeight: 700,
  textAlign: 'center',
  fontVariantNumeric: 'tabular-nums',
})
export const list = style({ width: '100%', margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: '2px' })
export const row = style({
  display: 'flex',
  alignItems: 'center',
  gap: '12px',
  width: '100%',
  minHeight: '56px',
  padding: '6px 8px',
  border: 0,
  borderRadius: radius.control,
  background: 'none',
  textAlign: 'inherit',
  cursor: 'pointer',
  selectors: {
    '&:hover': { background: color.side },
    '&[aria-current="true"]': { background: color.side, cursor: 'default' },
  },
})
/** In the place of a face. */
export const sign = style({
  flex: 'none',
  display: 'grid',
  placeItems: 'center',
  width: '32px',
  height: '32px',
  borderRadius: radius.avatar,
  background: color.side,
  color: color.muted,
  fontWeight: 700,
})
globalStyle(`${row}:is(:hover, [aria-current="true"]) ${sign}`, { background: color.raised })
export const column = style({ flex: 1, minWidth: 0, display: 'grid' })
export const name = style({ fontWeight: 550, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })
export const quiet = style({
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})
export const end = style({ flex: 'none', display: 'grid', justifyItems: 'end', gap: '2px' })
export const number = style({
  minWidth: '20px',
  padding: '0 6px',
  borderRadius: '10px',
  background: color.accentInk,
  color: color.raised,
  fontSize: '12px',
  lineHeight: '20px',
  fontWeight: 700,
  textAlign: 'center',
  fontVariantNumeric: 'tabular-nums',
})
/** It reads in its own direction. */
export const says = style({
  unicodeBidi: 'plaintext',
  margin: 0,
  color: color.muted,
  textWrap: 'pretty',
  overflowWrap: 'anywhere',
})
export const part = style({ display: 'grid', gap: '8px' })
export const heading = style({
  unicodeBidi: 'plaintext',
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  fontWeight: 550,
})
export const person = style({
  display: 'flex',
  alignItems: 'center',
  gap: '12px',
  minHeight: '48px',
  padding: '4px 0',
  borderTop: `1px solid ${line}`,
  selectors: { '&:first-child': { borderTop: 0 } },
})
// Who it is has to be seen whole, where one decides about them
globalStyle(`${person} ${name}`, { whiteSpace: 'normal', overflowWrap: 'anywhere' })
/** Somebody asks the reader in: what to answer goes below where the line is short. */
export const invited = style([person, { flexWrap: 'wrap', padding: '8px' }])
globalStyle(`${invited} > ${column}`, { flex: '1 1 140px' })
/** They go below together. */
export const answers = style({ display: 'flex', gap: '4px', marginInlineStart: 'auto' })
globalStyle(`${toggle} svg:dir(rtl), ${part} svg:dir(rtl)`, { transform: 'scaleX(-1)' })
export const back = style({ justifySelf: 'start', marginInlineStart: '-8px', color: color.muted })
export const act = style({ flex: 'none', borderColor: color.control, paddingInline: '12px' })
export const danger = style({ borderColor: color.danger, color: color.danger, paddingInline: '12px' })
export const acts = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
globalStyle(`${acts} > *`, { flexGrow: 1, minHeight: '44px' })
export const form = style({ display: 'grid', gap: '12px', width: '100%' })
export const select = style({
  width: '100%',
  minHeight: '44px',
  padding: '0 8px',
  border: `1px solid ${color.control}`,
  borderRadius: radius.control,
  background: color.raised,
  color: color.ink,
  font: 'inherit',
})
/** As wide as what is chosen in it, where browsers can. */
export const narrow = style([select, { width: 'auto', maxWidth: '50%', fieldSizing: 'content' }])
export const check = style({ display: 'flex', alignItems: 'center', gap: '8px', minHeight: '44px' })
/** On the name of somebody among the people of a room. */
export const personAct = style({
  flex: 'none',
  marginInlineStart: 'auto',
  color: color.muted,
})
