import { globalStyle, style } from '@vanilla-extract/css'
import { ENTER, radius, TOUCH } from '../../styles/base.css.ts'
import { composer } from '../../styles/composer.css.ts'
import { rise } from '../../styles/log.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

globalStyle(composer, { position: 'relative' })

/** Above the composer's field, and never wider. */
export const list = style({
  position: 'absolute',
  zIndex: 4,
  insetBlockEnd: 'calc(100% + 8px)',
  insetInline: 0,
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignContent: 'start',
  width: 'min(100%, 420px)',
  overflow: 'auto',
  overscrollBehavior: 'contain',
  scrollbarWidth: 'thin',
  padding: '6px',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  cursor: 'default',
  animation: `${rise} ${ENTER}`,
})
export const option = style({
  display: 'flex',
  alignItems: 'center',
  gap: '10px',
  minHeight: '40px',
  padding: '4px 8px',
  borderRadius: radius.control,
  outlineOffset: '-1px',
  cursor: 'pointer',
  selectors: {
    '&:hover': { background: color.side },
    '&[aria-selected="true"]': { background: color.side, outline: `1px solid ${color.accentInk}` },
  },
  '@media': {
    [TOUCH]: { minHeight: '48px' },
    '(forced-colors: active)': { selectors: { '&[aria-selected="true"]': { outline: '2px solid Highlight' } } },
  },
})
export const label = style({
  flex: '0 1 auto',
  minWidth: 0,
  fontWeight: 550,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})
export const hint = style({
  flex: '1 1 0',
  minWidth: '30%',
  color: color.muted,
  fontSize: '13px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})
