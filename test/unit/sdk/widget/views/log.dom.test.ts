import { expect, test } from 'vitest'
import { ada, day, me, message, NOON } from '../../../../support/gallery/cast.ts'
import { mount, mountFirst, strings } from '../../../../support/gallery/mount.ts'
import { type GalleryState, STATES } from '../../../../support/gallery/states.ts'

const withLog = (log: Partial<GalleryState['log']>, now = STATES.busy.chrome.now): GalleryState => ({
  ...STATES.busy,
  log: { items: [], older: 'none', newer: 'none', ready: true, ...log },
  chrome: { ...STATES.busy.chrome, now },
})

test('[AX32] the log has a name, does not announce itself, and says how to move in it', () => {
  const { one } = mount('busy')
  const log = one('[role=log]')
  expect(log.getAttribute('aria-live')).toBe('off')
  expect(log.getAttribute('aria-label')).toBe(strings.logLabel(strings.room('lobby')))
  expect(one(`#${log.getAttribute('aria-describedby')}`).textContent).toBe(strings.logHelp)
})

test('[VW13] bones until the first page came, then messages or the quiet room', () => {
  const { shell, part, one } = mount('loading')
  expect(part('skeleton')?.hidden).toBe(false)
  expect(one('[role=log]').getAttribute('aria-busy')).toBe('true')
  expect(part('empty')).toBeUndefined()
  shell.update(withLog({}))
  expect(part('skeleton')?.hidden).toBe(true)
  expect(one('[role=log]').hasAttribute('aria-busy')).toBe(false)
  expect(part('empty')?.textContent).toBe(strings.empty)
  shell.update(withLog({ items: [message(ada, 0, 'hi')] }))
  expect(part('empty')?.hidden).toBe(true)
})

test('[VW14] older and newer messages are a button away, which says how that stands', () => {
  const items = [message(ada, 0, 'a')]
  const { shell, emit, button, part } = mount(withLog({ items, older: 'more' }))
  expect(part('newer')?.hidden).toBe(true)
  button(strings.older).click()
  shell.update(withLog({ items, older: 'loading' }))
  expect(button(strings.olderLoading).getAttribute('aria-disabled')).toBe('true')
  shell.update(withLog({ items, older: 'failed' }))
  expect(button(strings.olderFailed).hasAttribute('aria-disabled')).toBe(false)
  shell.update(withLog({ items, newer: 'more' }))
  expect(part('older')?.hidden).toBe(true)
  button(strings.newer).click()
  shell.update(withLog({ items, newer: 'loading' }))
  expect(button(strings.newerLoading).getAttribute('aria-disabled')).toBe('true')
  shell.update(withLog({ items, newer: 'failed' }))
  expect(button(strings.newerFailed)).toBeDefined()
  expect(emit.mock.calls.map(([intent]) => intent)).toEqual([{ type: 'older' }, { type: 'newer' }])
})

test('[VW15] days have names that change at midnight', () => {
  const items = [day(NOON), message(ada, 0, 'a')]
  const { shell, part } = mount(withLog({ items }, NOON))
  expect(part('day')?.textContent).toBe(strings.day(NOON, NOON))
  shell.update(withLog({ items }, NOON + 86_400_000))
  expect(part('day')?.textContent).toBe(strings.day(NOON, NOON + 86_400_000))
  expect(strings.day(NOON, NOON)).not.toBe(strings.day(NOON, NOON + 86_400_000))
})

test('[VW16] people who came and went are one quiet line', () => {
  const notice = { kind: 'notice' as const, key: 'n', at: NOON, joined: [ada], left: [me] }
  const { shell, part } = mount(withLog({ items: [notice] }))
  const plain = () => part('notice')?.textContent?.replace(/[\u2068\u2069]/g, '')
  expect(plain()).toBe(strings.notice([ada], [me]))
  shell.update(withLog({ items: [{ ...notice, joined: [ada, me] }] }))
  expect(plain()).toBe(strings.notice([ada, me], [me]))
})

test('[VW17] away from the end there is a way back to it, with the number of new messages', () => {
  const { shell, part, emit } = mount('scrolled')
  expect(part('jump')?.textContent).toBe(strings.newMessages(3))
  part('jump')?.click()
  expect(emit).toHaveBeenCalledWith({ type: 'to-end' })
  shell.update({ ...STATES.scrolled, chrome: { ...STATES.scrolled.chrome, newBelow: 0 } })
  expect(part('jump')?.textContent).toBe(strings.toEnd)
  shell.update(STATES.busy)
  expect(part('jump')?.hidden).toBe(true)
})

test('[WG20] rows are drawn from the end upwards, some at a time; at the end two or three screenfuls are kept', () => {
  const items = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => message(ada, from + i, 'a'))
  const state = (log: readonly GalleryState['log']['items'][number][], atEnd: boolean) => {
    const view = withLog({ items: log, older: 'more' })
    return { ...view, chrome: { ...view.chrome, atEnd } }
  }
  let log = items(0, 300)
  const { shell, emit, all, part } = mountFirst(state(log, true))
  const keys = () => all('[data-key]').map(row => row.getAttribute('data-key'))
  const drawAll = (atEnd: boolean) => {
    const counts: number[] = []
    do {
      emit.mockClear()
      shell.update(state(log, atEnd))
      counts.push(keys().length)
    } while (emit.mock.calls.length > 0)
    return counts
  }
  const screenful = keys().length
  // each of them has its author's name above
  expect(screenful).toBe(Math.ceil(window.innerHeight / 70))
  const two = Math.ceil((2 * window.innerHeight) / 70)
  const three = Math.ceil((3 * window.innerHeight) / 70)
  expect(drawAll(true)).toEqual([two])
  expect(keys()).toEqual(log.slice(-two).map(({ key }) => key))
  // above what is drawn there is more of what is known
  expect(part('older')?.hidden).toBe(true)

  // what comes one by one is all that is drawn
  for (let more = 1; two + more <= three; more++) {
    log = [...log, ...items(299 + more, 300 + more)]
    expect(drawAll(true)).toEqual([two + more])
  }
  // with one more there are too many
  log = [...log, ...items(400, 401)]
  shell.update(state(log, true))
  expect(keys()).toEqual(log.slice(-two).map(({ key }) => key))
  // of what came at once no more is drawn
  log = [...log, ...items(500, 700)]
  shell.update(state(log, true))
  expect(keys()).toEqual(log.slice(-two).map(({ key }) => key))
  // nothing of what was drawn is known any more
  log = items(1_000, 1_200)
  shell.update(state(log, true))
  expect(keys()).toEqual(log.slice(-screenful).map(({ key }) => key))

  drawAll(false)
  expect(keys()).toEqual(log.map(({ key }) => key))
  expect(part('older')?.hidden).toBe(false)
})

test('[WG20] a screenful is filled by messages of one line, with a name above or without', () => {
  const drawn = (more: object) => {
    const items = Array.from({ length: 300 }, (_, i) => message(ada, i, 'a', more))
    return mountFirst(withLog({ items })).all('[data-key]').length
  }
  expect(drawn({ first: true })).toBe(Math.ceil(window.innerHeight / 70))
  for (const more of [{ first: false }, { own: true }]) expect(drawn(more)).toBe(Math.ceil(window.innerHeight / 40))
})

test('[WG20] a page of the day at the top comes some rows a frame too, and its day stays above what is drawn', () => {
  const messages = Array.from({ length: 200 }, (_, i) => message(ada, i, 'a'))
  const state = (from: number) => withLog({ items: [day(NOON), ...messages.slice(from)] })
  const away = (view: GalleryState) => ({ ...view, chrome: { ...view.chrome, atEnd: false } })
  const { shell, emit, all, part } = mount(away(state(190)))
  const rows = () => all('[data-key]').length
  expect(rows()).toBe(10)
  const pill = part('day')
  const counts: number[] = []
  do {
    emit.mockClear()
    shell.update(away(state(0)))
    counts.push(rows())
    expect(part('day')).toBe(pill)
    expect(pill?.nextElementSibling?.getAttribute('data-key')).toBe(messages[200 - rows()]?.key)
  } while (emit.mock.calls.length > 0)
  const screenful = (counts[0] ?? 0) - 10
  expect(screenful).toBeLessThan(50)
  expect(counts.at(-1)).toBe(200)
  expect(counts.every((count, i) => count - (counts[i - 1] ?? 10) <= screenful)).toBe(true)
})

test('[WG20] when the first rows are let go of below a reader further up, all others stay as they are', () => {
  const log = Array.from({ length: 200 }, (_, i) => message(ada, i, 'a'))
  const state = (from: number, to: number) => {
    const view = withLog({ items: [day(NOON), ...log.slice(from, to)] })
    return { ...view, chrome: { ...view.chrome, atEnd: false } }
  }
  const { shell, emit, all } = mount(state(0, 100))
  do {
    emit.mockClear()
    shell.update(state(0, 100))
  } while (emit.mock.calls.length > 0)
  const kept = all('[data-key]').slice(50)
  expect(kept.length).toBe(50)
  shell.update(state(50, 150))
  expect(all('[data-key]').slice(0, 50)).toEqual(kept)
  expect(all('[data-key]').length).toBe(100)
  expect(emit).not.toHaveBeenCalled()
})
