import { style } from '@vanilla-extract/css'
import { radius } from './base.css.ts'
import { color } from './theme.css.ts'

/** Under a message that was refused. */
export const failed = style({
  gridColumn: '1 / -1',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'flex-end',
  columnGap: '8px',
  paddingBlock: '4px 8px',
  fontSize: '13px',
  lineHeight: '20px',
  textAlign: 'end',
})
export const reason = style({ color: color.danger, overflowWrap: 'anywhere' })

/** What would stand there, had it not been refused. */
export const refusedText = style({
  flex: '1 0 100%',
  marginBottom: '4px',
  padding: '6px 12px',
  border: `1px dashed ${color.danger}`,
  borderRadius: radius.control,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  textAlign: 'start',
})
