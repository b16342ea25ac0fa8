import { createVar, globalStyle, style } from '@vanilla-extract/css'
import { reaction } from '../../styles/around.css.ts'
import { radius, TOUCH } from '../../styles/base.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

const x = createVar('x')
const y = createVar('y')
/** Set by script: where it is in the chat, in px, without a unit. */
export const place = { x: x.slice(4, -1), y: y.slice(4, -1) }

export const tooltip = style({
  position: 'absolute',
  zIndex: 4,
  left: `calc(${x} * 1px)`,
  top: `calc(${y} * 1px)`,
  width: 'max-content',
  maxWidth: 'min(280px, 100% - 16px)',
  maxHeight: '112px',
  overflow: 'hidden',
  padding: '6px 10px',
  border: `1px solid ${line}`,
  borderRadius: radius.control,
  background: color.raised,
  color: color.ink,
  boxShadow: shadow,
  fontSize: '13px',
  lineHeight: '20px',
  overflowWrap: 'anywhere',
  textWrap: 'balance',
  unicodeBidi: 'plaintext',
})
/** A finger that rests on it selects nothing, and has no menu of the browser's. */
globalStyle(`${reaction}`, {
  '@media': { [TOUCH]: { userSelect: 'none', WebkitUserSelect: 'none', WebkitTouchCallout: 'none' } },
})
