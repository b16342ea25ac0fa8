import { expect, test, vi } from 'vitest'
import { plain } from '../../../../../../sdk/widget/features/formatting/format.ts'
import { offerShortcodes } from '../../../../../../sdk/widget/features/formatting/shortcodes.ts'
import { SHORTCODES } from '../../../../../support/formatted.ts'

test('[FM23] names of emoji are asked for once, by the first text that has one, and all who offered them are told', async () => {
  const text = 'shipped :tada:'
  expect(plain(text)).toBe(text)
  const load = vi.fn(async () => SHORTCODES)
  const changed = vi.fn()
  const gone = vi.fn()
  offerShortcodes({ load, changed })
  offerShortcodes({ load, changed: gone })()
  for (const none of ['at 12:30:45', 'a::b::c', 'x:tada:', ':)', ': a :', 'C:\\tada:', '::tada::']) plain(none)
  expect(load).not.toHaveBeenCalled()
  plain(text)
  plain(`again ${text}`)
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1))
  expect(load).toHaveBeenCalledTimes(1)
  expect(gone).not.toHaveBeenCalled()
  expect(plain(text)).toBe('shipped 🎉')
})

test('[FM23] names that could not be loaded leave texts as they were typed', async () => {
  vi.resetModules()
  const fresh = await import('../../../../../../sdk/widget/features/formatting/shortcodes.ts')
  const load = vi.fn(async () => Promise.reject(new Error('offline')))
  const changed = vi.fn()
  fresh.offerShortcodes({ load, changed })
  fresh.shortcodesFor(':tada:')
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1))
  expect(fresh.shortcodesFor(':tada:').size).toBe(0)
  expect(changed).not.toHaveBeenCalled()
})
