import { style } from '@vanilla-extract/css'
import { radius } from './base.css.ts'
import { avatarColor, avatarGradient } from './theme.css.ts'

export const avatar = style({
  display: 'grid',
  placeItems: 'center',
  flex: 'none',
  width: '32px',
  height: '32px',
  border: '1px solid transparent',
  borderRadius: radius.avatar,
  background: `${avatarGradient} border-box ${avatarColor}`,
  color: '#fff',
  fontSize: '13px',
  lineHeight: 1,
  fontWeight: 550,
  userSelect: 'none',
})
export const large = style({ width: '56px', height: '56px', fontSize: '24px' })
