import { globalStyle, style } from '@vanilla-extract/css'
import { icon } from '../../styles/base.css.ts'
import { color } from '../../styles/theme.css.ts'

/** What the field is for, when that is not just the next message. */
export const purpose = style({
  gridColumn: '1 / -1',
  display: 'flex',
  alignItems: 'center',
  gap: '8px',
  minWidth: 0,
  paddingTop: '4px',
  paddingInline: '16px 6px',
  fontSize: '13px',
  lineHeight: '20px',
  cursor: 'default',
})
globalStyle(`${purpose} > ${icon}`, { width: '16px', height: '16px', color: color.accentInk })
export const purposeSays = style({ display: 'flex', flex: '1 1 0', gap: '8px', minWidth: 0 })
export const purposeWords = style({
  flex: '0 1 auto',
  maxWidth: '50%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  color: color.accentInk,
  fontWeight: 550,
})
export const purposeText = style({
  flex: '1 1 0',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  color: color.muted,
})
export const cancel = style({ flex: 'none', width: '32px', minHeight: '32px', padding: 0 })
