import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { checkText } from '../../../../server/core/message-text.ts'
import { isGivenName, refuseRoomName } from '../../../../server/core/room-name.ts'

describe('message text', () => {
  test('[MS31] the space at its end goes, and lone surrogates are replaced', () => {
    expect(checkText('\n  a\ud800b \n', 10)).toEqual({ ok: true, text: '  a\ufffdb' })
    expect(checkText('line\n  line', 20)).toEqual({ ok: true, text: 'line\n  line' })
  })

  test.each(['', ' \n\t', '\u200b', '\u2060\ufeff', '\u0000', '\u00ad \u3164'])('[MS31] %j shows nothing', text => {
    expect(checkText(text, 10)).toMatchObject({ ok: false, refusal: { code: 'invalid_message', retryable: false } })
  })

  test('[LM61] a text that was trimmed does not keep what was around it in memory', () => {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    const bytes = () => {
      gc()
      return process.memoryUsage().heapUsed
    }
    const before = bytes()
    const kept = Array.from({ length: 1_000 }, (_, i) => {
      const raw = JSON.parse(`"a message of usual length ${i}${' '.repeat(20_000)}"`) as string
      return checkText(raw, 4_000)
    })
    expect(bytes() - before).toBeLessThan(5_000_000)
    expect(kept.at(-1)).toEqual({ ok: true, text: 'a message of usual length 999' })
  })

  test('[MS31] the limit counts code points', () => {
    expect(checkText('👍'.repeat(10), 10)).toMatchObject({ ok: true })
    expect(checkText('👍'.repeat(11), 10)).toMatchObject({ ok: false, refusal: { code: 'too_large' } })
    expect(checkText('a'.repeat(11), 10)).toMatchObject({ ok: false, refusal: { code: 'too_large' } })
  })
})

describe('room names', () => {
  test.each(['', ' ', 'a b', '-a', 'ä', 'a'.repeat(65), 'a/b', '__proto__', 'a\n'])('[RM1] %j is invalid', name => {
    expect(refuseRoomName(name)).toMatchObject({ code: 'invalid_room' })
  })

  test('[RM1] names for direct messages are kept', () => {
    for (const name of ['dm:a', 'dm:', 'priv:a']) {
      expect([refuseRoomName(name), isGivenName(name)]).toEqual([undefined, true])
    }
    for (const name of ['dm', 'private:a', 'DM:a', 'a.dm:b'])
      expect([refuseRoomName(name), isGivenName(name)]).toEqual([undefined, false])
    expect(refuseRoomName('a')).toBeUndefined()
    expect(refuseRoomName('A.b_c:d-9'.padEnd(64, 'x'))).toBeUndefined()
  })
})
