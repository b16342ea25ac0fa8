import { createVar, globalStyle, style } from '@vanilla-extract/css'
import { ENTER, ghost, icon, radius, TOUCH } from '../../styles/base.css.ts'
import { rise } from '../../styles/log.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

const x = createVar('x')
const y = createVar('y')
/** Set by script: where it is in the chat, in px, without a unit. */
export const place = { x: x.slice(4, -1), y: y.slice(4, -1) }

/** Over the chat, near its message. */
export const menu = style({
  position: 'absolute',
  zIndex: 5,
  left: `calc(${x} * 1px)`,
  top: `calc(${y} * 1px)`,
  display: 'grid',
  width: 'max-content',
  maxWidth: 'calc(100% - 16px)',
  maxHeight: 'calc(100% - 16px)',
  overflow: 'auto',
  padding: '6px',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  animation: `${rise} ${ENTER}`,
})
globalStyle(`${menu} > ${ghost}`, { justifyContent: 'flex-start', gap: '12px', minHeight: '36px', padding: '0 10px' })
globalStyle(`${menu} > ${ghost} ${icon}`, { width: '18px', height: '18px', color: color.muted })
globalStyle(`${menu} ${ghost}:focus-visible`, { outlineOffset: '-2px' })

export const emojis = style({
  display: 'grid',
  gridAutoFlow: 'column',
  gridAutoColumns: '1fr',
  gap: '2px',
  marginBottom: '6px',
  paddingBottom: '6px',
  borderBottom: `1px solid ${line}`,
})
export const emoji = style({
  width: '40px',
  height: '40px',
  padding: 0,
  fontSize: '22px',
  lineHeight: '1',
  selectors: {
    '&[aria-checked="true"]': {
      background: `color-mix(in oklab, ${color.accentInk} 14%, ${color.raised})`,
      borderColor: color.accentInk,
    },
  },
  '@media': { [TOUCH]: { width: '44px', height: '44px' } },
})
export const danger = style({ color: color.danger })
globalStyle(`${menu} > ${danger} ${icon}`, { color: 'inherit' })
export const ask = style({
  margin: 0,
  maxWidth: '240px',
  padding: '6px 10px 8px',
  fontWeight: 550,
  textWrap: 'balance',
})
