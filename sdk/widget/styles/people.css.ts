import { style } from '@vanilla-extract/css'
import { SLIDE, WIDE } from './base.css.ts'
import { open } from './open.ts'
import { color, line, shadow } from './theme.css.ts'

export const people = style({
  position: 'absolute',
  zIndex: 3,
  insetBlock: 0,
  insetInlineEnd: '-100%',
  width: 'min(320px, 100% - 48px)',
  display: 'flex',
  flexDirection: 'column',
  visibility: 'hidden',
  background: color.side,
  boxShadow: shadow,
  outlineOffset: '-2px',
  transition: `inset-inline-end ${SLIDE}, visibility 0s .24s`,
  selectors: {
    '&[data-open]': { insetInlineEnd: 0, visibility: 'inherit', transitionDelay: '0s' },
  },
  '@container': {
    [WIDE]: {
      position: 'static',
      gridArea: 'people',
      // Where a page hides them their column is gone too
      width: open('people-width', '280px'),
      visibility: 'inherit',
      borderInlineEnd: `1px solid ${line}`,
      boxShadow: 'none',
    },
  },
})

export const scrim = style({
  position: 'absolute',
  zIndex: 2,
  inset: 0,
  background: 'rgb(0 0 0 / .4)',
  opacity: 0,
  pointerEvents: 'none',
  transition: `opacity ${SLIDE}`,
  selectors: { '[data-open] + &': { opacity: 1, pointerEvents: 'inherit' } },
  '@container': { [WIDE]: { display: 'none' } },
})

export const bar = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  minHeight: '56px',
  paddingInline: '16px 8px',
  color: color.muted,
  fontSize: '13px',
  fontWeight: 550,
})
export const close = style({ '@container': { [WIDE]: { display: 'none' } } })

export const scroller = style({
  flex: 1,
  overflow: 'auto',
  overscrollBehavior: 'contain',
  padding: '0 8px 16px',
  outlineOffset: '-2px',
})
export const list = style({ margin: 0, padding: 0, listStyle: 'none' })
export const person = style({
  display: 'flex',
  alignItems: 'center',
  gap: '12px',
  minHeight: '44px',
  paddingInline: '8px',
  contentVisibility: 'auto',
  containIntrinsicHeight: '44px',
})
export const name = style({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })
export const you = style({ marginInlineStart: '-4px', color: color.muted, fontSize: '13px' })
