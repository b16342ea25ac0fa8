import { globalStyle, style } from '@vanilla-extract/css'

/** A password and the button that shows it, side by side where there is room. */
export const secret = style({ display: 'flex', flexWrap: 'wrap', gap: '8px' })
globalStyle(`${secret} > input`, { minWidth: 0, flex: '1 1 7em' })
globalStyle(`${secret} > button`, { minWidth: '64px' })

/** The other ways in, below the card: what is typed into above does not move when they come. */
export const ways = style({
  position: 'absolute',
  top: '100%',
  insetInline: 0,
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'center',
  gap: '4px 16px',
  padding: '8px 0',
})
