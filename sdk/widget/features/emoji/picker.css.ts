import { createVar, globalStyle, style } from '@vanilla-extract/css'
import { ENTER, icon, NARROW, radius, TOUCH } from '../../styles/base.css.ts'
import { rise } from '../../styles/log.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

const name = (variable: string) => variable.slice(4, -1)
const [x, y, columnCount, fullHeight, rowTop, height] = ['x', 'y', 'columns', 'height', 'top', 'row'].map(each =>
  createVar(each),
) as [string, string, string, string, string, string]
/** Set by script: where it is in the chat, in px, without a unit. */
export const place = { x: name(x), y: name(y) }
/** Set by script: how many cells a line has, how high all lines are, where one is and how high. */
export const columns: string = name(columnCount)
export const allHeight: string = name(fullHeight)
export const top: string = name(rowTop)
export const rowHeight: string = name(height)

/** Over the chat, near what it was opened from. */
export const picker = style({
  position: 'absolute',
  zIndex: 5,
  left: `calc(${x} * 1px)`,
  top: `calc(${y} * 1px)`,
  display: 'grid',
  gridTemplateRows: 'auto auto minmax(0, 1fr)',
  width: 'min(360px, 100% - 16px)',
  height: 'min(400px, 100% - 16px)',
  overflow: 'clip',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  animation: `${rise} ${ENTER}`,
  '@media': {
    [TOUCH]: {
      '@container': {
        // A sheet from the lower edge, under the thumb
        [NARROW]: {
          inset: 'auto 0 0',
          width: '100%',
          height: 'min(440px, 100% - 16px)',
          paddingBottom: 'env(safe-area-inset-bottom)',
          borderWidth: '1px 0 0',
          borderRadius: `${radius.message} ${radius.message} 0 0`,
        },
      },
    },
  },
})
export const tabs = style({
  display: 'flex',
  overflowX: 'auto',
  scrollbarWidth: 'none',
  padding: '4px 8px',
  boxShadow: `inset 0 -1px ${line}`,
})
export const tab = style({
  flex: '1 0 auto',
  minWidth: 0,
  padding: 0,
  color: color.muted,
  selectors: {
    '&[aria-selected="true"]': { color: color.accentInk, background: line },
    '&:focus-visible': { outlineOffset: '-2px' },
  },
  '@media': {
    [TOUCH]: { minWidth: '44px' },
    '(forced-colors: active)': { selectors: { '&[aria-selected="true"]': { borderColor: 'Highlight' } } },
  },
})
globalStyle(`${tab} ${icon}`, { width: '18px', height: '18px' })
export const find = style({ display: 'flex', alignItems: 'center', gap: '4px', padding: '8px' })
export const search = style({
  flex: 1,
  minWidth: 0,
  height: '36px',
  padding: '0 12px',
  border: `1px solid ${color.control}`,
  borderRadius: radius.control,
  background: color.surface,
  color: color.ink,
  selectors: { '&:focus-visible': { outlineOffset: '-1px' } },
  '::placeholder': { color: color.muted, opacity: 1 },
  '@media': { [TOUCH]: { height: '44px' } },
})
export const tone = style({ flex: 'none', padding: 0, fontSize: '20px', lineHeight: '1' })
/** In the place of the search, while a tone is chosen. */
export const tones = style({ flex: 1, display: 'flex' })
export const oneTone = style([
  tone,
  {
    flex: 1,
    selectors: {
      '&[aria-checked="true"]': {
        borderColor: color.accentInk,
        background: `color-mix(in oklab, ${color.accentInk} 14%, ${color.raised})`,
      },
    },
  },
])
export const scroller = style({
  position: 'relative',
  overflow: 'auto',
  overscrollBehavior: 'contain',
  scrollbarWidth: 'thin',
  padding: '0 8px 8px',
})
export const grid = style({ position: 'relative', height: fullHeight, overflow: 'clip' })
export const row = style({
  position: 'absolute',
  insetInline: 0,
  top: rowTop,
  height,
  display: 'grid',
  gridTemplateColumns: `repeat(${columnCount}, minmax(0, 1fr))`,
})
export const heading = style({
  gridColumn: '1 / -1',
  alignSelf: 'end',
  padding: '0 6px 4px',
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
  fontWeight: 550,
})
export const cell = style({
  padding: 0,
  border: '1px solid transparent',
  borderRadius: radius.control,
  background: 'none',
  fontSize: '24px',
  lineHeight: '1',
  cursor: 'pointer',
  ':hover': { background: line },
  selectors: {
    '&:focus-visible': { outlineOffset: '-2px' },
    '&[aria-selected="true"]': {
      borderColor: color.accentInk,
      background: `color-mix(in oklab, ${color.accentInk} 14%, ${color.raised})`,
    },
  },
  '@media': { [TOUCH]: { fontSize: '28px' } },
})
/** In the place of the grid. */
export const none = style({
  margin: 0,
  padding: '24px 16px',
  color: color.muted,
  textAlign: 'center',
  textWrap: 'balance',
})
