import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { Handler } from '../hub-context.ts'

export const disconnect: Handler<'disconnect'> = () => ({
  ok: true,
  fields: '',
  close: { code: CLOSE.normal, reason: 'goodbye' },
})
