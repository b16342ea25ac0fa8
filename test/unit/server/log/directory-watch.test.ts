import { expect, test } from 'vitest'
import { DirectoryWatch } from '../../../../server/log/directory-watch.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'

const nothing = () => {}

test('[DR15] the last listener gone frees what was watched', () => {
  const watch = new DirectoryWatch(nothing)
  const stops = ['r', 'r', 's'].map(room => watch.room(room, nothing))
  stops.push(watch.user('r', nothing))
  expect(watch.size).toEqual({ watchers: 4, watched: 3 })
  stops[0]?.()
  stops[0]?.()
  expect(watch.size).toEqual({ watchers: 3, watched: 3 })
  // one that came while the set was empty is not taken away with it
  const [, stop] = stops
  stop?.()
  const again = watch.room('r', nothing)
  stop?.()
  expect(watch.size).toEqual({ watchers: 3, watched: 3 })
  for (const each of [...stops, again]) each()
  expect(watch.size).toEqual({ watchers: 0, watched: 0 })
})

test('[DR15] no more watch than there is room for, until some stop', () => {
  const watch = new DirectoryWatch(nothing, 2)
  const stop = watch.room('r', nothing)
  watch.user('a:ann', nothing)
  expect(() => watch.room('s', nothing)).toThrow(LogUnavailable)
  stop()
  watch.room('s', nothing)
})

test('[DR15] who comes while something is told does not hear it; who hears of a failure hears it once', () => {
  const watch = new DirectoryWatch(nothing)
  const heard: string[] = []
  const late = () => void heard.push('late')
  watch.room('r', ({ type }) => {
    heard.push(type)
    if (heard.length === 1) watch.room('r', late)
  })
  watch.tell([{ type: 'room', room: 'r' }])
  expect(heard).toEqual(['room'])
  watch.user('a:ann', late)
  watch.tell([{ type: 'reset' }])
  expect(heard).toEqual(['room', 'reset', 'late'])
})
