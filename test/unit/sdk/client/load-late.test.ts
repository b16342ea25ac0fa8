import { expect, test } from 'vitest'
import { loadLate } from '../../../../sdk/client/load-late.ts'

test('[CL265] what cannot be loaded is an error that is worth another try', async () => {
  const gone = () => Promise.reject(new TypeError('Failed to fetch'))
  await expect(loadLate(gone)).rejects.toMatchObject({ name: 'ChatError', code: 'network', retryable: true })
  expect(await loadLate(async () => 'here')).toBe('here')
})
