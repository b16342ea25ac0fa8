import { keyframes, style } from '@vanilla-extract/css'
import { radius } from './base.css.ts'
import { color } from './theme.css.ts'

const fade = keyframes({
  '0%, 60%': { background: color.side, boxShadow: `0 0 0 2px ${color.accentInk}` },
  '100%': { background: 'transparent', boxShadow: '0 0 0 2px transparent' },
})

/** The row that somebody was led to, for a moment; where nothing is to move, it goes at once at the end. */
export const pointed = style({
  borderRadius: radius.control,
  animation: `${fade} 2.4s ease-out`,
  '@media': {
    '(prefers-reduced-motion: reduce)': { animationTimingFunction: 'step-end' },
    '(forced-colors: active)': { outline: '2px solid Highlight' },
  },
})
