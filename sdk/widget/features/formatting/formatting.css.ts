import { globalStyle, style } from '@vanilla-extract/css'
import { icon, LINE, PRESS, radius, TOUCH } from '../../styles/base.css.ts'
import { bubble, mine } from '../../styles/message.css.ts'
import { open } from '../../styles/open.ts'
import { color, line } from '../../styles/theme.css.ts'

const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'
/** On the gradient of own messages code has a surface of its own: its contrast is that of any text. */
const ownSurface = { selectors: { [`${mine} &`]: { background: color.raised, color: color.ink } } }

export const strong = style({ fontWeight: 700 })
export const inlineCode = style({
  padding: '1px 4px',
  borderRadius: '4px',
  background: line,
  font: `0.9em ${mono}`,
  unicodeBidi: 'isolate',
  boxDecorationBreak: 'clone',
  WebkitBoxDecorationBreak: 'clone',
  ...ownSurface,
})

/** Lines beside blocks, each in the direction of its text. */
export const lines = style({ unicodeBidi: 'plaintext' })
const gap = '6px'
globalStyle(`${bubble} > ${lines}:not(:first-child), ${bubble} > :is(blockquote, ul, ol):not(:first-child)`, {
  marginTop: gap,
})

export const quote = style({
  margin: 0,
  padding: '1px 0',
  paddingInlineStart: '10px',
  borderInlineStart: '3px solid currentColor',
  borderColor: `color-mix(in oklab, currentColor 40%, transparent)`,
  '@media': { '(forced-colors: active)': { borderColor: 'CanvasText' } },
})
globalStyle(`${quote} > :not(:first-child)`, { marginTop: gap })

export const list = style({ margin: 0, padding: 0, paddingInlineStart: '1.6em', whiteSpace: 'pre-wrap' })
globalStyle(`ol${list}`, { paddingInlineStart: '2.2em', fontVariantNumeric: 'tabular-nums' })
globalStyle(`${list} > li::marker`, { unicodeBidi: 'isolate' } as object)

/** A code with its head. */
export const block = style({
  maxWidth: '100%',
  minWidth: 'min(180px, 100%)',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.side,
  color: color.ink,
  overflow: 'hidden',
  unicodeBidi: 'isolate',
  whiteSpace: 'normal',
})
globalStyle(`${bubble} > ${block}:not(:first-child), ${block} + *`, { marginTop: '8px' })
// Alone in a bubble it has the same space on all sides
globalStyle(`${bubble}:has(> ${block})`, { minWidth: 0 })
export const head = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: '12px',
  padding: '2px 4px',
  paddingInlineStart: '12px',
  borderBottom: `1px solid ${line}`,
  color: color.muted,
  fontSize: '12px',
  lineHeight: '20px',
  userSelect: 'none',
})
export const label = style({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })
export const copy = style({
  flex: 'none',
  minHeight: '28px',
  padding: '0 10px',
  border: 0,
  borderRadius: radius.control,
  background: 'none',
  cursor: 'pointer',
  transition: `background ${PRESS}`,
  ':hover': { background: line, color: color.ink },
  '@media': { [TOUCH]: { minHeight: '44px', padding: '0 14px' } },
})
export const code = style({
  margin: 0,
  padding: '8px 12px 10px',
  overflowX: 'auto',
  overscrollBehaviorX: 'contain',
  font: `13px/20px ${mono}`,
  tabSize: 4,
  whiteSpace: 'pre',
  overflowWrap: 'normal',
  textWrap: 'nowrap',
  outlineOffset: '-2px',
  scrollbarWidth: 'thin',
})
globalStyle(`${block} :focus-visible`, { outlineColor: color.accentInk, outlineOffset: '-2px' })
globalStyle(`${code} > code`, { font: 'inherit' })

/** The button before what is hidden, which is not in the page before it is pressed. */
export const spoiler = style({
  display: 'inline-flex',
  alignItems: 'center',
  gap: '5px',
  height: `${LINE}px`,
  padding: '0 8px',
  border: `1px solid ${color.control}`,
  borderRadius: open('radius-control', '11px'),
  background: color.raised,
  color: color.ink,
  fontSize: '13px',
  lineHeight: '18px',
  verticalAlign: 'top',
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  userSelect: 'none',
  transition: `background ${PRESS}`,
  ':hover': { background: `color-mix(in oklab, ${color.ink} 8%, ${color.raised})` },
  selectors: {
    '&[aria-expanded="true"]': { borderStyle: 'dashed' },
    // A finger takes more than the line
    '&::after': { content: '""', position: 'absolute', inset: '-11px 0' },
  },
  position: 'relative',
  '@media': { [TOUCH]: { height: '24px' } },
})
globalStyle(`${spoiler} ${icon}`, { width: '14px', height: '14px' })
export const hidden = style({ selectors: { '&:not(:empty)': { padding: '0 5px' } } })

/** Beside a link's text: where it leads. */
export const host = style({
  fontSize: '0.87em',
  unicodeBidi: 'isolate',
  textDecoration: 'none',
  overflowWrap: 'anywhere',
})
