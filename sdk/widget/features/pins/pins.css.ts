import { globalStyle, style } from '@vanilla-extract/css'
import { icon, radius, TOUCH } from '../../styles/base.css.ts'
import { mine } from '../../styles/message.css.ts'
import { open } from '../../styles/open.ts'
import { authorName, color, line } from '../../styles/theme.css.ts'

const width = open('log-width', '760px')

/** Between header and log, as wide as both; what stands in it begins where messages do. */
export const bar = style({
  gridArea: 'pins',
  zIndex: 1,
  display: 'flex',
  alignItems: 'center',
  gap: '4px',
  minWidth: 0,
  height: '40px',
  paddingInline: `max(8px, (100% - ${width}) / 2 - 8px)`,
  background: color.raised,
  boxShadow: `inset 0 -1px ${line}`,
  fontSize: '13px',
  lineHeight: '20px',
  '@media': { [TOUCH]: { height: '48px' } },
})
export const go = style({
  flex: '1 1 0',
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  minWidth: 0,
  height: '100%',
  padding: '0 8px',
  border: 0,
  borderRadius: radius.control,
  background: 'none',
  color: color.ink,
  textAlign: 'start',
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  outlineOffset: '-2px',
})
globalStyle(`${go} > ${icon}`, { width: '16px', height: '16px', color: color.accentInk })
globalStyle(`${go}:hover bdi:last-child`, { color: color.ink })
export const place = style({ flex: 'none', color: color.muted, fontSize: '12px', fontVariantNumeric: 'tabular-nums' })
export const name = style({
  flex: '0 1 auto',
  minWidth: '2em',
  maxWidth: '30%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  color: authorName,
  fontWeight: 550,
})
export const text = style({
  flex: '1 1 0',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  color: color.muted,
})
export const act = style({
  flex: 'none',
  width: '32px',
  minHeight: '32px',
  padding: 0,
  '@media': { [TOUCH]: { width: '44px', minHeight: '44px' } },
})
globalStyle(`${act} > ${icon}`, { width: '18px', height: '18px' })

/** Behind the text of a pinned message. */
export const mark = style({
  display: 'inline-block',
  // Either way: its text may read in another direction than the page
  marginInline: '6px',
  padding: 0,
  border: 0,
  borderRadius: '4px',
  background: 'none',
  color: color.muted,
  lineHeight: '14px',
  verticalAlign: '-2px',
  userSelect: 'none',
  selectors: { [`${mine} &`]: { color: 'inherit' } },
})
globalStyle(`${mark} > ${icon}`, { display: 'block', width: '14px', height: '14px' })

export const says = style({ margin: 0, color: color.muted, fontSize: '13px', lineHeight: '20px' })
export const list = style({ margin: 0, padding: 0, listStyle: 'none', ':empty': { display: 'none' } })
export const entry = style({
  display: 'grid',
  gap: '6px',
  padding: '12px 0',
  borderTop: `1px solid ${line}`,
  selectors: { '&:first-child': { borderTop: 0, paddingTop: 0 } },
})
export const head = style({ display: 'flex', alignItems: 'baseline', gap: '8px', minWidth: 0, fontSize: '13px' })
globalStyle(`${head} > ${name}`, { maxWidth: '100%' })
export const time = style({ flex: 'none', color: color.muted, fontSize: '12px', fontVariantNumeric: 'tabular-nums' })
export const words = style({
  display: '-webkit-box',
  WebkitLineClamp: '3',
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  margin: 0,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
})
export const acts = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
export const outlined = style({ minHeight: '32px', padding: '0 12px', borderColor: color.control, fontSize: '13px' })
