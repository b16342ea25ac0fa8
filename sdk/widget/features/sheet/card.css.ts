import { keyframes, style } from '@vanilla-extract/css'
import { ENTER, radius } from '../../styles/base.css.ts'
import { color, line, shadow } from '../../styles/theme.css.ts'

/** As high as a bar over a list leaves most of it to see. */
const ROOMY = '(min-height: 480px)'
const fade = keyframes({ from: { opacity: 0 } })

/** Over the whole panel, as the question before a logout; it scrolls where the card is higher. */
export const backdrop = style({
  position: 'relative',
  zIndex: 9,
  display: 'grid',
  padding: 'min(16px, 4%)',
  overflow: 'auto',
  background: '#00000066',
  '@media': { [ROOMY]: { scrollPaddingBlockStart: '80px' } },
  animation: `${fade} ${ENTER}`,
})
export const sheet = style({
  display: 'grid',
  gap: '16px',
  margin: 'auto',
  width: 'min(100%, 420px)',
  padding: 'min(20px, 6%)',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
  // What reads the other way stands where lines begin, too
  selectors: { '&:dir(ltr)': { textAlign: 'left' }, '&:dir(rtl)': { textAlign: 'right' } },
})
/** The way out stays in sight, at the edge of what is behind the card, over a long card. */
export const bar = style({
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  '@media': {
    [ROOMY]: {
      position: 'sticky',
      insetBlockStart: '-16px',
      zIndex: 1,
      margin: '-8px',
      padding: '8px',
      background: color.raised,
    },
  },
})
export const title = style({
  unicodeBidi: 'plaintext',
  flex: 1,
  minWidth: 0,
  fontSize: '18px',
  lineHeight: '24px',
  fontWeight: 700,
  overflowWrap: 'anywhere',
})
