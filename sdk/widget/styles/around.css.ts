import { globalStyle, style } from '@vanilla-extract/css'
import { icon, PRESS } from './base.css.ts'
import { height, mine } from './message.css.ts'
import { open } from './open.ts'
import { authorName, color, line } from './theme.css.ts'

/** Above a bubble: what it answers. */
export const quote = style({
  display: 'flex',
  alignItems: 'center',
  gap: '6px',
  maxWidth: 'min(100%, 480px)',
  height: `${height.quote}px`,
  marginBottom: `${height.gap}px`,
  padding: '0 10px',
  border: 0,
  borderRadius: open('radius-control', '14px'),
  background: line,
  color: color.muted,
  fontSize: '13px',
  lineHeight: '20px',
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  ':hover': { color: color.ink },
})
globalStyle(`${quote} ${icon}:dir(rtl)`, { transform: 'scaleX(-1)' })
globalStyle(`${quote} ${icon}`, { width: '14px', height: '14px' })
export const quoteName = style({
  flex: 'none',
  maxWidth: '40%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  color: authorName,
  fontWeight: 550,
})
export const quoteText = style({
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  selectors: { '[data-gone] > &': { fontStyle: 'italic' } },
})

/** Below it: what was said to it. */
export const reactions = style({
  display: 'flex',
  flexWrap: 'wrap',
  gap: `${height.gap}px`,
  marginBlock: `${height.gap}px`,
  selectors: { [`${mine} &`]: { justifyContent: 'flex-end' } },
})
export const reaction = style({
  display: 'flex',
  alignItems: 'center',
  gap: '5px',
  height: `${height.reaction}px`,
  padding: '0 9px',
  border: `1px solid ${line}`,
  borderRadius: open('radius-control', '14px'),
  background: color.raised,
  fontSize: '13px',
  lineHeight: '20px',
  fontVariantNumeric: 'tabular-nums',
  cursor: 'pointer',
  transition: `background ${PRESS}, border-color ${PRESS}`,
  ':hover': { borderColor: color.control },
  selectors: {
    '&[aria-pressed="true"]': {
      borderColor: color.accentInk,
      background: `color-mix(in oklab, ${color.accentInk} 12%, ${color.raised})`,
      color: color.accentInk,
      fontWeight: 550,
    },
  },
  '@media': {
    '(forced-colors: active)': { selectors: { '&[aria-pressed="true"]': { outline: '1px solid Highlight' } } },
  },
})
