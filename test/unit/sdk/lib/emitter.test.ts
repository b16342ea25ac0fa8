import { expect, test, vi } from 'vitest'
import { Emitter } from '../../../../sdk/lib/emitter.ts'

interface Events {
  said: string
}

test('[CL2] what `on` returns ends the listening', () => {
  const emitter = new Emitter<Events>({ said: 0 })
  const heard: string[] = []
  const stop = emitter.on('said', word => heard.push(word))
  emitter.emit('said', 'one')
  stop()
  emitter.emit('said', 'two')
  expect(heard).toEqual(['one'])
})

test('[CL2] a listener that throws does not stop the others, and its error is not swallowed', async () => {
  const emitter = new Emitter<Events>({ said: 0 })
  const heard: string[] = []
  const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(fn => {
    expect(fn).toThrow('broken')
  })
  emitter.on('said', () => {
    throw new Error('broken')
  })
  emitter.on('said', word => heard.push(word))
  emitter.emit('said', 'one')
  expect(heard).toEqual(['one'])
  expect(queue).toHaveBeenCalledOnce()
  queue.mockRestore()
})
