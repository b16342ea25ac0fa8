import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hasTerms } from '../../server/core/search/search-marks.ts'
import { searchTerms } from '../../server/core/search/search-terms.ts'
import type { Content, RoomLog } from '../../server/ports/room-log.ts'
import { draftOf, durableLog, ROOM_LOGS, taken } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

/** Half a pair is stored as something else. */
const whole = (text: string) => text.toWellFormed().replace(/\ufffd+/g, '\ufffd')
const BOUNDS = { limit: 50, maxBytes: 1_000_000, look: 10_000_000 }

describe.for(ROOM_LOGS)('search in $name', ({ open, openStore, runs }) => {
  async function fresh(): Promise<RoomLog> {
    const log = await open({ clock: new VirtualClock() })
    onTestFinished(() => log.close())
    return log
  }

  async function holding(texts: readonly string[], room = 'r'): Promise<RoomLog> {
    const log = await fresh()
    await Promise.all(texts.map((text, n) => log.append(draftOf(room, `c${n}`, 'u1', text))))
    return log
  }

  const find = async (log: RoomLog, query: string, bounds = {}, room = 'r') => {
    const found = await log.search(room, { terms: searchTerms(query), ...BOUNDS, ...bounds })
    return { ...found, texts: found.messages.map(({ text }) => text) }
  }

  test('[SR10] words, prefixes, parts of words and phrases are found newest first, all that is asked in one message', async () => {
    const texts = [
      'the night train',
      'no train tonight',
      'a trainer',
      'TRAÎN the night',
      '夜行列車に乗る',
      'кот и Ёлка',
    ]
    // the index has some of it, and some has come since
    const log = await holding([...texts, ...Array.from({ length: 200 }, (_, n) => `filler ${n}`), ...texts])
    const twice = (...found: string[]) => [...found, ...found]
    for (const [query, expected] of [
      ['train', ['TRAÎN the night', 'a trainer', 'no train tonight', 'the night train']],
      ['rain', ['TRAÎN the night', 'a trainer', 'no train tonight', 'the night train']],
      ['night train', ['TRAÎN the night', 'no train tonight', 'the night train']],
      ['"night train"', ['the night train']],
      ['列車', ['夜行列車に乗る']],
      ['夜行列車', ['夜行列車に乗る']],
      ['елк', ['кот и Ёлка']],
      ['to', ['no train tonight']],
      ['station', []],
    ] as const)
      expect((await find(log, query)).texts, query).toEqual(twice(...expected))
    expect((await find(log, 'filler')).texts).toHaveLength(50)
    expect(await find(log, 'train', {}, 'other')).toMatchObject({ messages: [], head: { seq: 0 } })
  })

  test('[SR11] it goes on from where it stopped, by messages, by bytes and by how many it looked at', async () => {
    const texts = Array.from({ length: 300 }, (_, n) => (n % 3 === 0 ? `number ${n} fits` : `number ${n} fails`))
    const log = await holding(texts)
    const fitting = texts.filter(text => text.endsWith('fits')).reverse()
    for (const query of ['fits', 'number fits', 's fits', 'it']) {
      for (const bounds of [{ limit: 7 }, { maxBytes: 1_000 }, { look: 9_000 }, { limit: 100 }]) {
        const all: string[] = []
        let before: number | undefined
        for (let rounds = 0; ; rounds++) {
          const { texts: found, next, looked } = await find(log, query, { limit: 100, ...bounds, before })
          all.push(...found)
          expect(found.length).toBeLessThanOrEqual(bounds.limit ?? 100)
          expect(looked).toBeLessThanOrEqual(bounds.look ?? 10_000_000)
          if (next === undefined) break
          expect(rounds).toBeLessThan(100)
          before = next + 1
        }
        expect(all, `${query} ${JSON.stringify(bounds)}`).toEqual(fitting)
      }
    }
    expect((await find(log, 'fits', { before: 4 })).texts).toEqual(['number 0 fits'])
  })

  test('[SR12] what an edit replaced is not found any more, nor what was deleted; what it says now is', async () => {
    const log = await holding(Array.from({ length: 300 }, (_, n) => `secret${n} words`))
    const ids = new Map<string, string>()
    for (let before: number | undefined; ; ) {
      const page = await log.page('r', { before, limit: 100, maxBytes: 1_000_000 })
      for (const { text, id } of page?.messages ?? []) ids.set(text, id)
      if (!page?.more) break
      before = page.messages[0]?.seq
    }
    const change = (content: Content, n: number) =>
      log.append({ ...draftOf('r', `d${n}`), content }).then(answer => taken(answer))
    const of = (n: number) => ids.get(`secret${n} words`) ?? ''
    for (const n of [3, 150, 299]) {
      await change({ kind: 'message_edited', messageId: of(n), text: `harmless${n}`, withinMs: 1e9 }, n)
      await change({ kind: 'message_deleted', messageId: of(n - 1), by: 'author' }, n + 300)
      await change({ kind: 'reaction', messageId: of(n - 2), emoji: '👍', on: true, kinds: 9, own: 9 }, n + 600)
      expect((await find(log, `"secret${n} w"`)).texts).toEqual([])
      expect((await find(log, `"secret${n - 1} w"`)).texts).toEqual([])
      expect((await find(log, `"secret${n - 2} w"`)).texts).toEqual([`secret${n - 2} words`])
      expect((await find(log, `armless${n}`)).messages).toMatchObject([
        { text: `harmless${n}`, rev: expect.any(Number) },
      ])
    }
    expect((await find(log, 'secret', { limit: 1_000 })).texts).toHaveLength(294)
  })

  test('[SR13] an answer says of a message all that a page of history says, and nothing of another room', async () => {
    const log = await holding(Array.from({ length: 150 }, (_, n) => `word ${n}`))
    await log.append(draftOf('s', 'c', 'u2', 'word of another room'))
    const { id } = taken(await log.append(draftOf('r', 'first', 'u2', 'what is the last word?')))
    const answer = { ...draftOf('r', 'second'), content: { kind: 'new_message', text: 'word!', replyTo: id } } as const
    taken(await log.append(answer))
    const found = await find(log, 'word', { limit: 200 })
    const page = await log.page('r', { limit: 200, maxBytes: 1_000_000 })
    expect(found.messages.toReversed()).toEqual(page?.messages)
    expect(found.messages[0]?.replyTo?.text).toBe('what is the last word?')
    expect(found.head).toEqual(page?.head)
    expect((await find(log, 'word', {}, 's')).texts).toEqual(['word of another room'])
  })

  test('[SR14] no query is anything but words, whatever it means to an engine', async () => {
    const hostile = [
      ...['"', '""', "'", '*', '^abc', 'abc*', 'abc OR', 'NOT abc', 'a AND b', 'NEAR(abc def, 2)', 'text:abc', '-abc'],
      ...[
        '{text}: abc',
        'abc + def',
        '(abc',
        'abc)',
        'room : abc',
        '\u0000abc',
        'abc\u0000def',
        '%_%',
        "'; DROP TABLE x;--",
      ],
      ...[
        '\ud800abc',
        '\u{f0000}\u{f0000}\u{f0001}',
        '\u202eabc',
        'abc"def',
        'abc""def"',
        '\\"abc',
        '🏽🏽🏽',
        'rank',
        'delete',
      ],
    ]
    const log = await holding([...hostile.map(text => `x ${text} x`), ...Array.from({ length: 140 }, (_, n) => `${n}`)])
    for (const query of hostile) {
      const terms = searchTerms(query)
      if (terms.length === 0) continue
      const expected = hostile.map(text => `x ${text} x`).filter(text => hasTerms(text, terms))
      const { texts } = await find(log, query)
      expect(texts.map(whole), query).toEqual(expected.reverse().map(whole))
    }
  })

  test('[SR15] what a room gave up is not found', async () => {
    const store = await openStore(100)
    const clock = new VirtualClock()
    const log = durableLog({ clock }, store)
    onTestFinished(() => log.close())
    for (let n = 0; n < 300; n++) await log.append(draftOf('r', `c${n}`, 'u1', `word${n} of old`))
    for (let more = true; more; ) ({ more } = await store.trim(clock.now()))
    expect((await find(log, 'of old', { limit: 1_000 })).texts).toHaveLength(100)
    expect((await find(log, 'word199')).texts).toEqual([])
    expect((await find(log, 'word200')).texts).toEqual(['word200 of old'])
  })

  test('[SR16] whatever is written, changed and deleted: it finds what looking through everything finds', async () => {
    const words = ['ab', 'abc', 'bcd', 'éa', 'Abcd', '東京', '京都府', 'ß', 'кот', 'a b']
    const word = fc.constantFrom(...words)
    const text = fc.array(word, { minLength: 1, maxLength: 4 }).map(all => all.join(' '))
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ send: fc.array(text, { minLength: 1, maxLength: 80 }) }) },
      { weight: 2, arbitrary: fc.record({ edit: fc.nat(), text }) },
      { weight: 2, arbitrary: fc.record({ drop: fc.nat() }) },
      { weight: 3, arbitrary: fc.record({ find: fc.array(word, { minLength: 1, maxLength: 2 }) }) },
    )
    const log = await fresh()
    let [room, cids] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        const name = `r${++room}`
        const held: { id: string; text: string }[] = []
        const write = async (content: Content) => taken(await log.append({ ...draftOf(name, `c${++cids}`), content }))
        const check = async (query: string) => {
          const terms = searchTerms(query)
          const expected = held.map(({ text }) => text).filter(text => text !== '' && hasTerms(text, terms))
          const { texts } = await find(log, query, { limit: 10_000 }, name)
          expect(texts).toEqual(expected.reverse())
        }
        for (const each of steps) {
          if ('send' in each) {
            const sent = await Promise.all(each.send.map(text => write({ kind: 'new_message', text })))
            held.push(...sent.map(({ id }, n) => ({ id, text: each.send[n] ?? '' })))
          } else if ('find' in each) await check(each.find.join(' '))
          else {
            const one = held[('edit' in each ? each.edit : each.drop) % (held.length || 1)]
            if (!one || one.text === '') continue
            one.text = 'edit' in each ? each.text : ''
            const { id: messageId, text } = one
            if ('edit' in each) await write({ kind: 'message_edited', messageId, text, withinMs: 1e9 })
            else await write({ kind: 'message_deleted', messageId, by: 'author' })
          }
        }
        for (const query of words) await check(query)
      }),
      { numRuns: Math.max(3, runs / 10) },
    )
  })
})
