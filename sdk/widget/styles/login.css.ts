import { globalStyle, keyframes, style } from '@vanilla-extract/css'
import { icon, PRESS, radius, SLIDE } from './base.css.ts'
import { open } from './open.ts'
import { accent, color, gradient, line, onAccent, root, shadow } from './theme.css.ts'

const hue = open('hue', 277)
const drift = (x: string, y: string) =>
  keyframes({ from: { opacity: 0, transform: `translate(${x}, ${y}) scale(.8)` } })
const blob = (l: number, c: number, turn: number) =>
  `radial-gradient(closest-side, oklch(${l}% ${c} calc(${hue} + ${turn}) / .6), oklch(${l}% ${c} calc(${hue} + ${turn}) / 0))`

export const login = style({
  position: 'relative',
  isolation: 'isolate',
  display: 'grid',
  overflow: 'hidden auto',
  padding: '24px 16px',
  background: color.side,
  '::before': {
    background: blob(66, 0.17, 0),
    insetBlockStart: '-40cqi',
    insetInlineStart: '-30cqi',
    animation: `${drift('-12%', '-8%')} 4.5s cubic-bezier(.1, .6, .2, 1)`,
  },
  '::after': {
    background: blob(72, 0.15, 42),
    insetBlockEnd: '-45cqi',
    insetInlineEnd: '-35cqi',
    animation: `${drift('12%', '10%')} 5s cubic-bezier(.1, .6, .2, 1)`,
  },
})
globalStyle(`${login}::before, ${login}::after`, {
  content: '""',
  position: 'absolute',
  zIndex: -1,
  inlineSize: 'max(110cqi, 640px)',
  aspectRatio: '1',
  pointerEvents: 'none',
})

export const card = style({
  position: 'relative',
  display: 'grid',
  gap: '16px',
  margin: 'auto',
  inlineSize: 'min(100%, 384px)',
  padding: '32px',
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  border: `1px solid ${line}`,
})

const rise = keyframes({ from: { opacity: 0, transform: 'translateY(8px)' } })
globalStyle(card, { animation: `${rise} ${SLIDE}` })

/** The mark, which becomes the avatar of the name as it is typed. */
export const mark = style({
  display: 'grid',
  placeItems: 'center',
  inlineSize: '56px',
  blockSize: '56px',
  borderRadius: '18px 18px 18px 6px',
  background: `color-mix(in oklab, ${accent} 12%, transparent)`,
  color: color.accentInk,
  selectors: { '&:dir(rtl)': { borderRadius: '18px 18px 6px 18px' } },
})
globalStyle(`${mark} ${icon}`, { inlineSize: '28px', blockSize: '28px' })

export const title = style({
  margin: 0,
  fontSize: '24px',
  lineHeight: '32px',
  fontWeight: 700,
  letterSpacing: '-.01em',
  textWrap: 'balance',
})
export const room = style({ color: color.muted, overflowWrap: 'anywhere' })

export const label = style({
  display: 'block',
  marginBlockEnd: '4px',
  fontSize: '13px',
  lineHeight: '20px',
  fontWeight: 550,
})
export const input = style({
  inlineSize: '100%',
  blockSize: '44px',
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
  marginBlockStart: '8px',
  color: color.danger,
  fontSize: '13px',
  lineHeight: '20px',
  overflowWrap: 'anywhere',
})

/** The one button of a screen. */
export const primary = style({
  minBlockSize: '44px',
  padding: '0 16px',
  border: '1px solid transparent',
  borderRadius: radius.control,
  background: `${gradient} border-box ${accent}`,
  fontWeight: 550,
  cursor: 'pointer',
  transition: `transform ${PRESS}, filter ${PRESS}`,
  selectors: {
    [`${root} &`]: { color: onAccent },
    '&:hover': { filter: 'brightness(.94)' },
    '&:active': { transform: 'scale(.98)' },
    '&[aria-disabled="true"]': { filter: 'saturate(.5)', cursor: 'default' },
  },
  '@media': { '(forced-colors: active)': { background: 'ButtonFace', borderColor: 'ButtonText' } },
})

export const corner = style({
  position: 'absolute',
  zIndex: 1,
  insetBlockStart: '12px',
  insetInlineEnd: '12px',
  background: color.raised,
})
