import { createContainer, createVar, globalStyle, keyframes, style } from '@vanilla-extract/css'
import { box, PRESS, radius, SLIDE, unrolled } from './base.css.ts'
import { open } from './open.ts'
import { accent, color, gradient, line, onAccent, root, shadow } from './theme.css.ts'

const bubble = `${root}[data-mode="bubble"]`
/** What a bubble floats in: the window, as large as it is in the widget's own pixels. */
const air = createContainer('air')
/** Too narrow to float beside the page, or too low to hold a log. */
const SMALL = `${air} (max-width: 599.9px) or (max-height: 479.9px)`
const offset = open('offset', '20px')
const size = open('launcher-size', '56px')
/** The insets of launcher and panel, which stand in one corner. */
const start = createVar('start')
const end = createVar('end')
/** Set by script: how many launchers are in the corner before this one. */
const place = createVar('place')
export const placeProperty: string = place.slice(4, -1)
const z = open('z', '1000')

// A virtual keyboard leaves this much of the screen
const height = 'var(--chat-viewport-height, 100%)'
const top = 'var(--chat-viewport-top, 0px)'

// As large as its parent where that has a size; elsewhere this, since nothing in the panel counts
globalStyle(`${root}:not([data-mode="bubble"])`, {
  position: 'relative',
  display: 'grid',
  gridTemplate: '560px / minmax(240px, 400px)',
  flex: '1 1 auto',
  minHeight: 0,
  '@media': { print: unrolled },
})
globalStyle(`${root}[data-mode="page"]`, {
  flex: 'none',
  '@media': { 'not print': { height: height, transform: `translateY(${top})` } },
})
globalStyle(bubble, {
  position: 'fixed',
  inset: 0,
  height: 'auto',
  vars: { [start]: 'auto', [end]: offset, [place]: '0' },
  pointerEvents: 'none',
  zIndex: 2147483000,
})
// In the page's own layers; an open panel is over the other launchers
globalStyle(`:host([layer="page"]) ${bubble}`, { zIndex: z })
globalStyle(`:host([layer="page"]) ${bubble}[data-open]`, { zIndex: `calc(${z} + 1)` })
globalStyle(`:host([side="start"]) ${bubble}`, { vars: { [start]: offset, [end]: 'auto' } })

/** Not the root itself: Chromium lays out nothing in a container in the top layer whose ancestor is transformed. */
export const airBox = style({
  display: 'contents',
  selectors: {
    [`${bubble} > &`]: { display: 'block', position: 'absolute', inset: 0, containerName: air, containerType: 'size' },
  },
})

export const panel = style({
  containerName: box,
  containerType: 'size',
  position: 'absolute',
  inset: 0,
  isolation: 'isolate',
  display: 'grid',
  gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)',
  overflow: 'clip',
  background: color.surface,
  outline: 'none',
  selectors: {
    [`${root}[data-mode="inline"] &`]: { borderRadius: radius.card, border: `1px solid ${line}` },
    [`${bubble} &`]: {
      inset: 'auto',
      bottom: `calc(${offset} + ${size} + 12px)`,
      insetInline: `${start} ${end}`,
      width: `min(${open('panel-width', '400px')}, 100% - 2 * ${offset})`,
      height: `min(${open('panel-height', '640px')}, 100% - ${size} - 12px - 2 * ${offset})`,
      pointerEvents: 'auto',
      borderRadius: radius.card,
      border: `1px solid ${line}`,
      boxShadow: shadow,
      visibility: 'hidden',
      opacity: 0,
      transform: 'translateY(16px) scale(.98)',
      transformOrigin: 'bottom',
      transition: `opacity ${SLIDE}, transform ${SLIDE}, visibility 0s .24s`,
    },
    [`${bubble}[data-open] &`]: {
      visibility: 'inherit',
      opacity: 1,
      transform: 'none',
      transition: `opacity ${SLIDE}, transform ${SLIDE}`,
    },
  },
  '@container': {
    [SMALL]: {
      selectors: {
        [`${bubble} &`]: {
          inset: 0,
          top: top,
          width: 'auto',
          height: height,
          border: 0,
          borderRadius: 0,
        },
      },
    },
  },
  '@media': { print: { ...unrolled, containerType: 'normal' } },
})
globalStyle(`${root}[data-mode="inline"] ${panel}`, { '@media': { print: { border: 0 } } })
globalStyle(`${panel} > *`, { gridArea: '1 / 1', minWidth: 0 })

export const launcher = style({
  position: 'absolute',
  bottom: offset,
  insetInline: `${start} ${end}`,
  marginInline: `calc(${place} * (${size} + 12px))`,
  display: 'grid',
  placeItems: 'center',
  width: size,
  height: size,
  padding: 0,
  border: '1px solid transparent',
  borderRadius: open('radius-control', '50%'),
  background: `${gradient} border-box ${accent}`,
  color: onAccent,
  boxShadow: shadow,
  cursor: 'pointer',
  pointerEvents: 'auto',
  transition: `transform ${PRESS}`,
  ':hover': { transform: 'scale(1.05)' },
  ':active': { transform: 'scale(.96)' },
  '@container': { [SMALL]: { selectors: { [`${bubble}[data-open] &`]: { visibility: 'hidden' } } } },
  '@media': {
    '(forced-colors: active)': { background: 'ButtonFace', borderColor: 'ButtonText' },
  },
})
globalStyle(`${launcher} svg`, {
  gridArea: '1 / 1',
  width: '26px',
  height: '26px',
  transition: `opacity ${PRESS}, transform ${PRESS}`,
})
globalStyle(`${launcher}[aria-expanded="false"] svg + svg, ${launcher}[aria-expanded="true"] svg:first-child`, {
  opacity: 0,
  transform: 'scale(.6)',
})

export const badge = style({
  position: 'absolute',
  top: '-4px',
  insetInlineEnd: '-4px',
  minWidth: '22px',
  padding: '0 6px',
  border: `2px solid ${color.raised}`,
  borderRadius: open('radius-control', '12px'),
  background: color.danger,
  color: color.raised,
  font: 'inherit',
  fontSize: '12px',
  fontWeight: 700,
  lineHeight: '18px',
  fontVariantNumeric: 'tabular-nums',
})

const appear = keyframes({ from: { opacity: 0 } })
/** Nothing to say yet, and mostly gone before it is seen. */
export const starting = style({
  display: 'grid',
  placeContent: 'center',
  placeItems: 'center',
  gap: '16px',
  color: color.muted,
  animation: `${appear} .2s .3s both`,
})
globalStyle(`${starting} svg`, { width: '40px', height: '40px' })
export const failed = style({
  margin: 0,
  padding: '0 24px',
  maxWidth: '384px',
  color: color.ink,
  textAlign: 'center',
  textWrap: 'balance',
})
