import { createVar, globalStyle, keyframes, style } from '@vanilla-extract/css'
import { box, PRESS, radius, SLIDE } from './base.css.ts'
import { open } from './open.ts'
import { accent, color, gradient, line, onAccent, root, shadow } from './theme.css.ts'

const bubble = `${root}[data-mode="bubble"]`
const PHONE = '(max-width: 599.9px)'
const offset = open('offset', '20px')
const size = open('launcher-size', '56px')
/** The insets of launcher and panel, which stand in one corner. */
const start = createVar('start')
const end = createVar('end')

// A virtual keyboard leaves this much of the screen
const height = 'var(--chat-viewport-height, 100%)'
const top = 'var(--chat-viewport-top, 0px)'

globalStyle(`${root}[data-mode="page"]`, { height: height, transform: `translateY(${top})` })
globalStyle(bubble, {
  position: 'fixed',
  inset: 'auto',
  bottom: offset,
  vars: { [start]: 'auto', [end]: offset },
  insetInline: `${start} ${end}`,
  width: size,
  height: size,
  margin: 0,
  padding: 0,
  border: 0,
  background: 'none',
  overflow: 'visible',
  zIndex: 2147483000,
})
globalStyle(`:host([side="start"]) ${bubble}`, { vars: { [start]: offset, [end]: 'auto' } })

export const panel = style({
  containerName: box,
  containerType: 'inline-size',
  position: 'relative',
  isolation: 'isolate',
  display: 'grid',
  gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)',
  height: '100%',
  overflow: 'clip',
  background: color.surface,
  outline: 'none',
  selectors: {
    [`${root}[data-mode="inline"] &`]: { borderRadius: radius.card, border: `1px solid ${line}` },
    [`${bubble} &`]: {
      position: 'fixed',
      bottom: `calc(${offset} + ${size} + 12px)`,
      insetInline: `${start} ${end}`,
      width: `min(${open('panel-width', '400px')}, 100vw - 2 * ${offset})`,
      height: `min(${open('panel-height', '640px')}, 100dvh - ${size} - 12px - 2 * ${offset})`,
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
      visibility: 'visible',
      opacity: 1,
      transform: 'none',
      transition: `opacity ${SLIDE}, transform ${SLIDE}`,
    },
  },
  '@media': {
    [PHONE]: {
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
})
globalStyle(`${panel} > *`, { gridArea: '1 / 1', minWidth: 0 })

export const launcher = style({
  position: 'relative',
  display: 'grid',
  placeItems: 'center',
  width: '100%',
  height: '100%',
  padding: 0,
  border: '1px solid transparent',
  borderRadius: open('radius-control', '50%'),
  background: `${gradient} border-box ${accent}`,
  color: onAccent,
  boxShadow: shadow,
  cursor: 'pointer',
  transition: `transform ${PRESS}`,
  ':hover': { transform: 'scale(1.05)' },
  ':active': { transform: 'scale(.96)' },
  '@media': {
    [PHONE]: { selectors: { [`${bubble}[data-open] &`]: { visibility: 'hidden' } } },
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
  placeItems: 'center',
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
