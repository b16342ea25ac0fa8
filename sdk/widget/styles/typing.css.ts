import { globalStyle, keyframes, style } from '@vanilla-extract/css'

const hop = keyframes({
  '0%, 60%, 100%': { transform: 'none', opacity: 0.5 },
  '30%': { transform: 'translateY(-3px)', opacity: 1 },
})
export const dots = style({ display: 'flex', gap: '3px' })
globalStyle(`${dots} i`, {
  width: '5px',
  height: '5px',
  border: '3px solid',
  borderRadius: '50%',
  animation: `${hop} 1.2s infinite`,
})
globalStyle(`${dots} i:nth-child(2)`, { animationDelay: '.15s' })
globalStyle(`${dots} i:nth-child(3)`, { animationDelay: '.3s' })
