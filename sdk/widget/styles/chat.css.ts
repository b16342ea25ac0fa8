import { createVar, globalStyle, style } from '@vanilla-extract/css'
import { ghost, LOW, NARROW, radius, WIDE } from './base.css.ts'
import { color, line, shadow } from './theme.css.ts'

export const chat = style({
  position: 'relative',
  display: 'grid',
  gridTemplate: '"header" 56px "main" minmax(0, 1fr) / minmax(0, 1fr)',
  overflow: 'clip',
  background: color.surface,
  '@container': {
    [WIDE]: {
      gridTemplate: `"header header" 56px "people main" minmax(0, 1fr) / auto minmax(0, 1fr)`,
    },
    [LOW]: { gridTemplateRows: '48px minmax(0, 1fr)' },
  },
})

export const header = style({
  gridArea: 'header',
  display: 'flex',
  alignItems: 'center',
  gap: '4px',
  paddingInline: '16px 8px',
  background: color.raised,
  boxShadow: `inset 0 -1px ${line}`,
  outlineOffset: '-2px',
})
export const heading = style({
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  fontSize: '18px',
  lineHeight: '24px',
  fontWeight: 700,
  letterSpacing: '-.01em',
})
export const count = style({
  display: 'none',
  marginInline: '8px',
  color: color.muted,
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
  '@container': { [WIDE]: { display: 'block' } },
})
/** How the connection stands, on whatever has a `data-state`. */
export const tone = createVar('tone')
globalStyle('[data-state]', { vars: { [tone]: color.control } })
for (const [state, value] of Object.entries({ online: color.good, waiting: color.warn, closed: color.danger }))
  globalStyle(`[data-state="${state}"]`, { vars: { [tone]: value } })

/** What comes after it goes to the end side. */
export const state = style({
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  marginInlineStart: 'auto',
  paddingInline: '8px',
  whiteSpace: 'nowrap',
  color: color.muted,
  fontSize: '13px',
  '::before': {
    content: '""',
    width: '8px',
    height: '8px',
    border: '4px solid',
    borderRadius: '50%',
    color: tone,
  },
  selectors: {
    '&[data-state="closed"]': { visibility: 'hidden' },
  },
})
export const word = style({ '@container': { [NARROW]: { position: 'absolute', clipPath: 'inset(50%)' } } })
export const toggle = style({ fontVariantNumeric: 'tabular-nums', '@container': { [WIDE]: { display: 'none' } } })

export const menu = style({ position: 'relative', display: 'flex' })
export const menuSheet = style({
  position: 'absolute',
  zIndex: 4,
  top: 'calc(100% + 4px)',
  insetInlineEnd: 0,
  display: 'grid',
  gap: '4px',
  width: 'max-content',
  maxWidth: 'min(280px, 90cqi)',
  padding: '8px',
  border: `1px solid ${line}`,
  borderRadius: radius.card,
  background: color.raised,
  boxShadow: shadow,
})
export const menuName = style({ padding: '4px 8px 8px', fontWeight: 550, overflowWrap: 'anywhere' })
globalStyle(`${menuSheet} ${ghost}`, { justifyContent: 'flex-start' })
