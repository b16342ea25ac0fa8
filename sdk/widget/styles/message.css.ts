import { globalStyle, style } from '@vanilla-extract/css'
import { avatar } from './avatar.css.ts'
import { ENTER, icon, LINE, NARROW, radius, TOUCH } from './base.css.ts'
import { appear, rise } from './log.css.ts'
import { open } from './open.ts'
import { accent, authorName, color, gradient, line, onAccent } from './theme.css.ts'

/** Room beside a bubble, also where no time stands; a time that needs more has it. */
const least = 'min(52px, 12cqi)'
const gap = 'minmax(min-content, 1fr)'
const soft = radius.message
const tight = radius.joint

/** What makes up the height of a message with one line of text, and what may be around it, in px. */
export const height = {
  padding: 1,
  begin: 12,
  name: 16,
  nameGap: 4,
  bubble: 7,
  border: 1,
  quote: 28,
  reaction: 28,
  gap: 4,
}
const bubbleHeight = 2 * (height.bubble + height.border) + LINE
/** The least height of a row in px: of one that goes on, and of one that begins with a name. */
export const leastHeight = {
  next: 2 * height.padding + bubbleHeight,
  first: height.begin + height.name + height.nameGap + bubbleHeight + height.padding,
  /** What a quote and reactions add. */
  quote: height.quote + height.gap,
  reactions: height.reaction + 2 * height.gap,
}

/** A row: avatar, bubble, time. */
export const message = style({
  display: 'grid',
  gridTemplateColumns: `32px minmax(0, max-content) ${gap}`,
  columnGap: '8px',
  margin: '0 -6px',
  padding: `${height.padding}px 6px`,
  borderRadius: radius.card,
  outlineOffset: '-1px',
  // Never `content-visibility`: a height that is only guessed moves what is read when the row comes into sight
  contain: 'content',
})
export const first = style({ paddingTop: `${height.begin}px` })
export const mine = style({ gridTemplateColumns: `${gap} minmax(0, max-content)` })

export const meta = style({
  gridColumn: 2,
  display: 'flex',
  alignItems: 'baseline',
  gap: '8px',
  paddingInlineStart: '2px',
  marginBottom: `${height.nameGap}px`,
  fontSize: '13px',
  lineHeight: `${height.name}px`,
})
export const author = style({
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  color: authorName,
  fontWeight: 550,
})
globalStyle(`${message} > ${avatar}`, { gridRow: '1 / 3', gridColumn: 1 })
export const time = style({
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
})

/** What was said: above it what it answers, below it what was said to it. */
export const body = style({
  gridColumn: 2,
  justifySelf: 'start',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  minWidth: 0,
  maxWidth: '100%',
  selectors: { [`${mine} > &`]: { justifySelf: 'end', alignItems: 'flex-end' } },
})
export const bubble = style({
  // A block of code is as wide as its longest line, and scrolls
  maxWidth: 'min(100%, 560px)',
  padding: `${height.bubble}px 14px`,
  border: `${height.border}px solid ${line}`,
  borderRadius: soft,
  background: color.raised,
  whiteSpace: 'pre-wrap',
  tabSize: 4,
  overflowWrap: 'anywhere',
  textWrap: 'pretty',
  // Each paragraph has the direction of its text; dir=auto would turn the bubble's corners too
  unicodeBidi: 'plaintext',
  selectors: {
    [`${message}:not(${first}, ${mine}) &`]: { borderStartStartRadius: tight },
    [`${message}:not([data-last], ${mine}) &`]: { borderEndStartRadius: tight },
    [`${mine} &`]: {
      borderColor: 'transparent',
      background: `${gradient} border-box ${accent}`,
      color: onAccent,
    },
    [`${mine}:not(${first}) &`]: { borderStartEndRadius: tight },
    [`${mine}:not([data-last]) &`]: { borderEndEndRadius: tight },
    [`${mine}[data-failed] &`]: { marginInlineStart: least },
  },
  '@media': {
    // A finger that rests on it opens its menu, which copies
    [TOUCH]: { userSelect: 'none', WebkitTouchCallout: 'none' },
    '(forced-colors: active)': { selectors: { [`${mine} &`]: { background: 'Canvas', borderColor: 'Highlight' } } },
  },
})
/** Towers of marks do not lie over the name and what else is in the row. */
export const clipped = style({ overflow: 'clip' })
/** Under a long text, of which only the beginning is shown. */
export const more = style({ marginBlock: '2px', fontSize: '13px' })
globalStyle(`${bubble} a`, { color: color.accentInk, textUnderlineOffset: '2px', textDecorationThickness: '1px' })
globalStyle(`${bubble} a:hover`, { textDecorationThickness: '2px' })
globalStyle(`${mine}:not([data-failed]) ${bubble} :is(a, a:focus-visible)`, {
  color: 'inherit',
  outlineColor: 'currentColor',
})

/** At the bubble's side: the time while the row is looked at, or a clock while it is on its way. */
export const gutter = style({
  gridColumn: 3,
  alignSelf: 'end',
  display: 'flex',
  alignItems: 'center',
  gap: '4px',
  minWidth: least,
  height: `${bubbleHeight}px`,
  selectors: {
    [`${message}[data-reacted] &`]: { marginBottom: `${height.reaction + 2 * height.gap}px` },
    // The menu is next to the bubble
    [`${message}:not(${mine}) &`]: { flexDirection: 'row-reverse', justifyContent: 'flex-end' },
    [`${mine} &`]: { gridColumn: 1, gridRow: 1, justifyContent: 'flex-end' },
  },
  '@container': { [NARROW]: { position: 'relative' } },
})
export const menu = style({
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: '28px',
  height: '28px',
  padding: 0,
  border: '1px solid transparent',
  borderRadius: open('radius-control', '50%'),
  background: 'none',
  color: color.muted,
  cursor: 'pointer',
  ':hover': { background: line, color: color.ink },
  selectors: { '&[data-open]': { background: line, color: color.ink } },
  // Beside the widest bubble there is room for one of the two
  '@container': {
    [NARROW]: { position: 'absolute', insetInlineStart: 0, top: '-1px', height: '24px' },
  },
})
globalStyle(`${mine} ${menu}`, { '@container': { [NARROW]: { insetInline: 'auto 0' } } })
globalStyle(`${menu} ${icon}`, { strokeWidth: '2.6' })
// In the flow: the gutter is as wide as its language writes it
globalStyle(`${gutter} ${time}`, { '@container': { [NARROW]: { alignSelf: 'flex-end' } } })
// Not by opacity: a layer for each is what reading back through a long room would spend most of its time on
const atRest = `${message}:not(:hover, :focus, :focus-within, [data-held]) ${gutter}`
globalStyle(`${atRest} ${menu} ${icon}`, { visibility: 'hidden' })
// There even a transparent edge is drawn
globalStyle(`${atRest} ${menu}`, { '@media': { '(forced-colors: active)': { opacity: 0 } } })
globalStyle(`${atRest} ${time}`, {
  color: 'transparent',
  '@media': { '(forced-colors: active)': { opacity: 0 } },
})
/** Its menu is open. */
globalStyle(`${message}[data-held]`, { background: line })
/** It is not known yet whether it still stands; late, so that a quick answer leaves no flicker. */
globalStyle(`${message}[aria-busy="true"]`, { opacity: 0.6, transition: `opacity ${ENTER} .4s` })

/** Behind the text: that it is not the first one. */
export const edited = style({
  // The text may be read the other way
  marginInline: '8px',
  padding: 0,
  border: 0,
  background: 'none',
  color: color.muted,
  fontSize: '12px',
  lineHeight: '16px',
  whiteSpace: 'nowrap',
  unicodeBidi: 'isolate',
  userSelect: 'none',
  selectors: { [`${mine} &`]: { color: 'inherit' } },
})

/** Comes late, so that a quick answer leaves no flicker. */
export const clock = style({ color: color.muted, animation: `${appear} ${ENTER} .4s both` })
globalStyle(`${clock} ${icon}`, { display: 'block', width: '14px', height: '14px', strokeWidth: '1.8' })

export const fresh = style({ animation: `${rise} ${ENTER}` })

export const emoji = style({
  selectors: {
    // Without an emoji font some are drawn in the text's colour
    [`${message} &&`]: {
      padding: '2px 0',
      border: 0,
      background: 'none',
      color: color.ink,
      fontSize: '40px',
      lineHeight: '48px',
    },
  },
})
export const deleted = style({
  selectors: { [`${message} &&`]: { background: 'none', border: `1px dashed ${color.control}`, color: color.muted } },
})

globalStyle(`${mine}[data-failed] ${bubble}`, {
  border: `1px solid ${color.danger}`,
  borderInlineEndWidth: '4px',
  background: color.raised,
  color: color.ink,
})
/** Beside the name of a guest, where others have accounts. */
export const guestMark = style({
  display: 'none',
  flex: 'none',
  padding: '0 5px',
  border: `1px solid ${line}`,
  borderRadius: radius.control,
  color: color.muted,
  fontSize: '11px',
  lineHeight: '14px',
  selectors: { '[data-accounts] &': { display: 'block' } },
})
