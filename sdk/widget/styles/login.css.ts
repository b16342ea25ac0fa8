import { globalStyle, keyframes, style } from '@vanilla-extract/css'
import { icon, LOW, PRESS, radius, SLIDE } from './base.css.ts'
import { accent, color, gradient, line, onAccent, shadow } from './theme.css.ts'

const size = 'max(120cqi, 760px)'
const corner = `calc(${size} / -2)`
// Even steps, so that the glow fades without an edge
const glow = `radial-gradient(closest-side, ${['99', '70', '39', '12', '00'].map(alpha => `#000000${alpha}`)})`
const drift = (x: string, y: string) =>
  `${keyframes({ from: { opacity: 0, transform: `translate(${x}, ${y})` } })} 4.5s cubic-bezier(.1, .6, .2, 1)`

export const login = style({
  position: 'relative',
  isolation: 'isolate',
  display: 'grid',
  gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)',
  overflow: 'clip',
  background: color.side,
  '::before': {
    backgroundPosition: '0 0',
    top: corner,
    insetInlineStart: corner,
    animation: drift('-12%', '6%'),
  },
  '::after': {
    backgroundPosition: '100% 100%',
    bottom: corner,
    insetInlineEnd: corner,
    animation: drift('12%', '-6%'),
  },
})
globalStyle(`${login}::before, ${login}::after`, {
  content: '""',
  position: 'absolute',
  zIndex: -1,
  // The gradient's beginning glows in one corner and its end in the other; without one there is no glow
  backgroundImage: gradient,
  backgroundSize: '300% 300%',
  maskImage: glow,
  width: size,
  aspectRatio: '1',
  pointerEvents: 'none',
})

/** Scrolls where the card is higher than the box. */
export const scroller = style({
  display: 'flex',
  flexDirection: 'column',
  overflow: 'auto',
  padding: '24px 16px',
  '@container': { [LOW]: { padding: '12px 16px' } },
})

export const card = style({
  position: 'relative',
  display: 'grid',
  gap: '16px',
  margin: 'auto auto 0',
  width: 'min(100%, 384px)',
  padding: 'clamp(16px, 8cqi, 32px)',
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  border: `1px solid ${line}`,
  '@container': { [LOW]: { gridTemplateColumns: 'auto minmax(0, 1fr)', gap: '12px', padding: '16px' } },
})
globalStyle(`${card} > :first-child`, { '@container': { [LOW]: { width: '48px', height: '48px' } } })
globalStyle(`${card} > :nth-child(n + 3)`, { '@container': { [LOW]: { gridColumn: '1 / -1' } } })

const rise = keyframes({ from: { opacity: 0, transform: 'translateY(8px)' } })
globalStyle(card, { animation: `${rise} ${SLIDE}` })

/** The mark, which becomes the avatar of the name as it is typed. */
export const mark = style({
  display: 'grid',
  placeItems: 'center',
  width: '56px',
  height: '56px',
  borderRadius: radius.message,
  borderEndStartRadius: radius.joint,
  background: `color-mix(in oklab, ${accent} 12%, transparent)`,
  color: color.accentInk,
})
globalStyle(`${mark} ${icon}`, { width: '28px', height: '28px' })

export const title = style({
  margin: 0,
  fontSize: 'clamp(18px, 7cqi, 24px)',
  lineHeight: 1.33,
  fontWeight: 700,
  letterSpacing: '-.01em',
  textWrap: 'balance',
  overflowWrap: 'anywhere',
  '@container': { [LOW]: { fontSize: '18px' } },
})
export const room = style({ color: color.muted, overflowWrap: 'anywhere' })

export const label = style({
  display: 'block',
  marginBottom: '4px',
  fontSize: '13px',
  lineHeight: '20px',
  fontWeight: 550,
})
export const input = style({
  width: '100%',
  height: '44px',
  padding: '0 12px',
  border: `1px solid ${color.control}`,
  borderRadius: radius.control,
  background: color.surface,
  transition: `border-color ${PRESS}`,
  selectors: {
    '&:focus-visible': { outlineOffset: '-1px', borderColor: color.accentInk },
    '&[aria-invalid="true"]': { borderColor: color.danger },
  },
})

export const error = style({
  display: 'flex',
  gap: '8px',
  marginTop: '8px',
  color: color.danger,
  fontSize: '13px',
  lineHeight: '20px',
  overflowWrap: 'anywhere',
})

/** The one button of a screen. */
export const primary = style({
  minHeight: '44px',
  padding: '0 16px',
  border: '1px solid transparent',
  borderRadius: radius.control,
  background: `${gradient} border-box ${accent}`,
  color: onAccent,
  fontWeight: 550,
  cursor: 'pointer',
  transition: `transform ${PRESS}, filter ${PRESS}`,
  selectors: {
    '&:hover': { filter: 'brightness(.94)' },
    '&:active': { transform: 'scale(.98)' },
    '&[aria-disabled="true"]': { filter: 'saturate(.5)', cursor: 'default' },
  },
  '@media': { '(forced-colors: active)': { background: 'ButtonFace', borderColor: 'ButtonText' } },
})

/** What the page puts below the card. */
export const footer = style({
  display: 'block',
  marginBottom: 'auto',
  // Stands on the backdrop, which any accent may colour
  color: color.ink,
  fontSize: '13px',
  textAlign: 'center',
})

export const inCorner = style({
  position: 'absolute',
  zIndex: 1,
  top: '12px',
  insetInlineEnd: '12px',
  background: color.raised,
})
