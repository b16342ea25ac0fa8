import { globalStyle, keyframes, style } from '@vanilla-extract/css'
import { ENTER, icon, radius } from './base.css.ts'
import { tone } from './chat.css.ts'
import { open } from './open.ts'
import { color, line } from './theme.css.ts'

export const appear = keyframes({ from: { opacity: 0 } })
export const rise = keyframes({ from: { opacity: 0, transform: 'translateY(8px)' } })
const column = `max(16px, (100% - ${open('log-width', '760px')}) / 2)`

export const main = style({
  gridArea: 'main',
  display: 'grid',
  gridTemplate:
    '"banner" auto "pins" auto "log" minmax(0, 1fr) "typing" auto "notice" auto "composer" auto / minmax(0, 1fr)',
})

export const banner = style({
  gridArea: 'banner',
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  minHeight: '40px',
  padding: `8px ${column}`,
  background: color.side,
  boxShadow: `inset 0 -1px ${line}`,
  fontSize: '13px',
  lineHeight: '20px',
  fontVariantNumeric: 'tabular-nums',
  animation: `${appear} ${ENTER} .2s both`,
})
globalStyle(`${banner} > ${icon}`, { color: color.muted })
globalStyle(`${banner}:not([data-state="connecting"])`, {
  background: `color-mix(in oklab, ${tone} 12%, ${color.surface})`,
})
globalStyle(`${banner}:not([data-state="connecting"]) > ${icon}`, { color: tone })

export const scroller = style({
  gridArea: 'log',
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  overflow: 'hidden auto',
  // WebKit has no scroll anchoring; one way of keeping the place for all engines
  overflowAnchor: 'none',
  overscrollBehavior: 'contain',
  scrollbarWidth: 'thin',
  scrollbarColor: `${color.control} transparent`,
  outlineOffset: '-2px',
})
/** Sits at the bottom while there is room above it. */
export const list = style({
  marginTop: 'auto',
  padding: `0 ${column} 8px`,
  ':empty': { margin: 0, padding: 0 },
})

const center = {
  textAlign: 'center',
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
} as const
/** Covers the day before it when both are at the top. */
export const day = style({
  ...center,
  position: 'sticky',
  zIndex: 1,
  top: 0,
  padding: '12px 0 8px',
  background: `linear-gradient(${color.surface} 60%, transparent)`,
  pointerEvents: 'none',
  '@media': { '(forced-colors: active)': { background: 'Canvas' } },
})
export const pill = style({
  display: 'inline-block',
  padding: '3px 12px',
  border: `1px solid ${line}`,
  borderRadius: open('radius-control', '12px'),
  background: color.raised,
  fontWeight: 550,
})
// plaintext passes over the isolated names when it looks for the sentence's direction; dir=auto does not
export const notice = style({
  ...center,
  padding: '4px 24px',
  unicodeBidi: 'plaintext',
  overflowWrap: 'anywhere',
  textWrap: 'balance',
})
/** Where older and newer messages come. */
export const edge = style({ ...center, padding: '16px 16px 0', fontSize: '13px' })

/** What stands in the log's place: the empty room, or why it cannot be entered. */
export const stage = style({
  position: 'absolute',
  inset: 0,
  display: 'grid',
  alignContent: 'center',
  justifyItems: 'center',
  gap: '16px',
  padding: '24px',
  color: color.muted,
  textAlign: 'center',
  textWrap: 'balance',
  overflowWrap: 'anywhere',
})
export const disc = style({
  display: 'grid',
  placeItems: 'center',
  width: '56px',
  height: '56px',
  borderRadius: open('radius-card', '50%'),
  background: line,
})
globalStyle(`${stage} p`, { margin: 0, maxWidth: '400px' })

export const skeleton = style({ display: 'grid', gap: '20px', padding: `24px ${column}`, marginTop: 'auto' })
export const bone = style({
  display: 'grid',
  gridTemplateColumns: '32px minmax(0, 1fr)',
  gap: '8px',
  '::before': { content: '""', height: '32px', borderRadius: radius.avatar, background: line },
  '::after': { content: '""', height: '56px', width: '60%', borderRadius: radius.message, background: line },
  selectors: {
    '&:nth-child(2n)::after': { height: '36px', width: '40%' },
    '&:nth-child(3n)::after': { height: '76px', width: '76%' },
  },
})
