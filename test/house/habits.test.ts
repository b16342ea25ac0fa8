import { describe, expect, test } from 'vitest'
import { defaultExport, faults, isImpure, readsTime, turnsTextIntoCode } from './habits.ts'
import { projectFiles, read, typescriptIn } from './project-files.ts'

const planted = (text: string) => new Map([['planted.ts', text]])
const LONGEST = 250

describe('habits', () => {
  test('[PK6] nothing is exported as default', () => {
    expect(faults(typescriptIn('sdk', 'server', 'test'), defaultExport)).toEqual([])
    for (const text of ['export default 1', 'export default function a() {}', 'export { a as default } from "./a.ts"'])
      expect(faults(planted(text), defaultExport), text).toHaveLength(1)
  })

  test(`[PK7] no file of the product is longer than ${LONGEST} lines`, () => {
    const files = projectFiles('sdk', 'server', 'scripts', 'demo').filter(file => /\.(?:ts|mjs|js|css)$/.test(file))
    const long = files.map(file => `${file}: ${read(file).trimEnd().split('\n').length}`)
    expect(files.length).toBeGreaterThan(30)
    expect(long.filter(entry => Number(entry.split(': ')[1]) > LONGEST)).toEqual([])
  })

  test.each(['sdk', 'server'])('[PK8] one file of %s reads the time', folder => {
    const readers = faults(typescriptIn(folder), readsTime).map(fault => fault.replace(/:.*/, ''))
    expect(new Set(readers).size, readers.join(', ')).toBe(1)
    expect(readers[0]).toMatch(/clock\.ts$/)
  })

  test.each(['Date.now()', 'performance.now()', 'new Date()', 'new Date', 'Date()', 'const f = window.Date.now'])(
    '[PK8] %s reads the time',
    text => expect(faults(planted(text), readsTime)).toHaveLength(1),
  )

  test('[PK8] a clock, or the date of a number, does not read the time', () => {
    expect(faults(planted('clock.now(); new Date(sentAt); type D = Date'), readsTime)).toEqual([])
  })

  test('[PK9] the sdk turns no text into markup, style attributes or code', () => {
    expect(faults(typescriptIn('sdk'), turnsTextIntoCode)).toEqual([])
  })

  test.each([
    'a.innerHTML = b',
    'a["innerHTML"] = b',
    'a.outerHTML = b',
    'a.insertAdjacentHTML("beforeend", b)',
    'a.setAttribute("style", b)',
    'a.setAttribute("onclick", b)',
    'document.write(b)',
    'eval(b)',
    'window.eval(b)',
    'const f = new Function(b)',
    'new DOMParser().parseFromString(b)',
    'setTimeout("b()", 1)',
    'frame.srcdoc = b',
  ])('[PK9] %s is found', text => expect(faults(planted(text), turnsTextIntoCode).length).toBeGreaterThan(0))

  test('[PK10] the core of the server is pure', () => {
    const core = typescriptIn('server/core')
    expect(core.size).toBeGreaterThan(0)
    expect(faults(core, isImpure)).toEqual([])
  })

  test.each([
    'Date.now()',
    'Math.random()',
    'setTimeout(f, 1)',
    'const p = Promise.resolve()',
    'async function f() {}',
    'const f = async () => {}',
    'for (const a of b) await a',
    'crypto.randomUUID()',
    'process.env',
    'console.log(1)',
  ])('[PK10] %s is not pure', text => expect(faults(planted(text), isImpure).length).toBeGreaterThan(0))
})
