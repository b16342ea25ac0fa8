import { createContainer, type GlobalStyleRule, globalStyle, keyframes, style } from '@vanilla-extract/css'
import { open } from './open.ts'
import { color, line, root } from './theme.css.ts'

/** A line of text, in px. */
export const LINE = 22

/** The widget's own box; below these widths of it, not of the window, it changes shape. */
export const box = createContainer('box')
export const WIDE = `${box} (min-width: 900px)`
export const NARROW = `${box} (max-width: 479.9px)`
/** A phone on its side, or a low place in a page. */
export const LOW = `${box} (max-height: 399.9px)`
export const TOUCH = '(pointer: coarse)'
export const PRESS = '120ms ease-out'
export const ENTER = '180ms ease-out'
export const SLIDE = '240ms cubic-bezier(.2, .8, .2, 1)'

export const radius = {
  control: open('radius-control', '6px'),
  card: open('radius-card', '12px'),
  message: open('radius-message', '18px'),
  /** Where two messages of one author meet. */
  joint: open('radius-joint', '6px'),
  avatar: open('radius-avatar', '50%'),
}

globalStyle(':host', { display: 'flex', flexDirection: 'column', boxSizing: 'border-box' })
globalStyle(':host([hidden])', { display: 'none' })
// A parent's size is taken as it is, in a row of flex items what is left of it; the root says what to be elsewhere
globalStyle(':host(:not([mode="bubble"]))', { flex: '1 1 auto', height: '100%', minHeight: 'min(200px, 100%)' })
globalStyle(':host(:state(afloat))', { height: 'auto', maxHeight: '100%' })
globalStyle(':host(:state(shareless))', { height: 'auto' })
globalStyle(':host([mode="page"])', { placeSelf: 'stretch', height: '100dvh' })
// On paper it is as long as what it shows
globalStyle(':host(:not([mode="bubble"], [hidden]))', {
  '@media': { print: { display: 'block', height: 'auto !important', minHeight: 0, maxHeight: 'none !important' } },
})
// Out of the page's flow, where it would take a gap
globalStyle(':host([mode="bubble"]:not([hidden]))', {
  display: 'block',
  position: 'absolute',
  '@media': { print: { display: 'none !important' } },
})

// Whatever the page inherits ends here, but what says whether it is there for the reader, and in which language
globalStyle(':where(:host > *)', {
  all: 'initial',
  visibility: 'inherit',
  pointerEvents: 'inherit',
  WebkitLocale: 'inherit',
  // Firefox: `auto` is what the parent has
  userSelect: 'text',
} as GlobalStyleRule)

globalStyle(`${root}, ${root} *, ${root} *::before, ${root} *::after`, { boxSizing: 'border-box' })
globalStyle(root, {
  color: color.ink,
  font: `400 15px/${LINE}px ${open('font', 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif')}`,
  // Emoji in colour, also where the font of the text has some in black
  fontVariantEmoji: 'unicode',
  display: 'block',
  WebkitTextSizeAdjust: '100%',
  WebkitTapHighlightColor: 'transparent',
  height: '100%',
  '@media': { [TOUCH]: { fontSize: '16px', lineHeight: '24px' } },
})
globalStyle(`:where(${root}) :is(button, input, textarea)`, {
  font: 'inherit',
  color: 'inherit',
  letterSpacing: 'inherit',
  margin: 0,
})
globalStyle(`${root} [hidden]`, { display: 'none !important' })
globalStyle(`:where(${root}) :focus-visible`, { outline: `2px solid ${color.accentInk}`, outlineOffset: '2px' })
globalStyle(`:where(${root}) [tabindex="-1"]:focus:not(:focus-visible)`, { outline: 'none' })

/** There for screen readers only. */
export const unseen = style({
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
})

// An animation that changes nothing; one without frames would raise no event
const noticed = keyframes({ to: { clipPath: 'inset(50%)' } })
// color-mix makes every notation compute to color(srgb r g b)
const plain = (of: string) => `color-mix(in srgb, ${of}, ${of})`
/** Rendered, unseen: its events tell when the theme's colours come and change. */
export const probe = style([
  unseen,
  {
    border: '0 solid',
    color: plain(open('accent', 'currentColor')),
    borderTopColor: plain(color.surface),
    borderBottomColor: plain(color.side),
    borderLeftColor: plain(color.raised),
    transition: 'color 1ms, border-color 1ms',
    animation: `${noticed} 1ms`,
  },
])

/** Beside the root, with the page's own scheme: its events tell that it came or changed. */
export const witness = style([
  unseen,
  {
    color: 'CanvasText',
    colorScheme: 'inherit',
    transition: 'color 1ms, color-scheme 1ms',
    transitionBehavior: 'allow-discrete',
    animation: `${noticed} 1ms`,
  },
])

globalStyle(`${root} *:not(${probe}), ${root} *::before, ${root} *::after`, {
  '@media': {
    '(prefers-reduced-motion: reduce)': { animation: 'none !important', transition: 'none !important' },
    print: { animation: 'none !important', transition: 'none !important' },
  },
})

export const icon = style({
  width: '20px',
  height: '20px',
  flex: 'none',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: '1.6',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
})

/** On paper: as long as its content. */
export const unrolled = {
  display: 'block',
  position: 'static',
  height: 'auto',
  overflow: 'visible',
  background: 'none',
} as const

/** A button without a surface of its own. */
export const ghost = style({
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: '8px',
  minHeight: '36px',
  minWidth: '36px',
  padding: '0 8px',
  border: '1px solid transparent',
  borderRadius: radius.control,
  background: 'none',
  cursor: 'pointer',
  transition: `background ${PRESS}`,
  ':hover': { background: line },
  ':active': { background: `color-mix(in oklab, ${color.ink} 14%, transparent)` },
  '@media': { [TOUCH]: { minHeight: '44px', minWidth: '44px' } },
})

/** A ghost among words. */
export const link = style({
  flex: 'none',
  minHeight: '24px',
  padding: '0 4px',
  border: 0,
  borderRadius: radius.control,
  background: 'none',
  color: color.accentInk,
  fontWeight: 550,
  textDecoration: 'underline',
  textDecorationThickness: '1px',
  textUnderlineOffset: '3px',
  cursor: 'pointer',
  ':hover': { textDecorationThickness: '2px' },
  '@media': { [TOUCH]: { minHeight: '44px', padding: '0 8px' } },
})
