import { expect, test } from 'vitest'
import { listedPasswords } from '../../../../../server/adapters/process/listed-passwords.ts'
import { PASSWORD_LENGTH, parsePassword } from '../../../../../server/core/password.ts'

test('[SE206] the list has what is found most often and is long enough, and nothing else', async () => {
  const listed = await listedPasswords(PASSWORD_LENGTH)
  expect(listed.size).toBeGreaterThan(1_000)
  expect(listed.size).toBeLessThan(5_000)
  expect([...listed].filter(password => [...password].length < PASSWORD_LENGTH)).toEqual([])
  for (const password of ['4815162342', 'salamander', 'Basketball', 'ABRACADABRA'])
    expect(parsePassword(password, 'ann', listed)).toMatchObject({
      ok: false,
      message: expect.stringContaining('easy to guess'),
    })
})
