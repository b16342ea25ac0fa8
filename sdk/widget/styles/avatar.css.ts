import { style } from '@vanilla-extract/css'
import { radius } from './base.css.ts'
import { avatarColor, avatarGradient } from './theme.css.ts'

export const avatar = style({
  position: 'relative',
  display: 'grid',
  overflow: 'hidden',
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
/** Over what is drawn; until it is there, and where it is not, that is seen. */
export const picture = style({ position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'cover' })
export const large = style({ width: '56px', height: '56px', fontSize: '24px' })
