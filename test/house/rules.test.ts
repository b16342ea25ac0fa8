import { expect, test } from 'vitest'
import { read, typescriptIn } from './project-files.ts'
import { rulesOf, testedRules } from './rules.ts'

const tests = new Map([...typescriptIn('test')].filter(([file]) => /\.test\.ts$|^test\/contract\//.test(file)))
const tested = [...tests].map(([file, text]) => ({ file, ...testedRules(file, text) }))

test('[PK11] the rules and the tests name the same IDs', () => {
  const { ids, faults } = rulesOf(read('docs/SPEC.md'))
  const known = new Set(ids)
  const held = new Set(tested.flatMap(file => file.ids))
  expect(faults).toEqual([])
  expect({ 'rules without a test': ids.filter(id => !held.has(id)) }).toEqual({ 'rules without a test': [] })
  expect({ 'tests without a rule': [...held].filter(id => !known.has(id)) }).toEqual({ 'tests without a rule': [] })
})

test('[PK60] the folders that an area of the rules names are those that hold its tests', () => {
  const { ids, folders } = rulesOf(read('docs/SPEC.md'))
  expect([...folders.keys()].sort()).toEqual([...new Set(ids.map(id => id.slice(0, 2)))].sort())
  for (const [area, named] of folders) {
    const files = tested.filter(file => file.ids.some(id => id.startsWith(area))).map(({ file }) => file)
    const elsewhere = files.filter(file => !named.some(folder => file.startsWith(`${folder}/`)))
    const empty = named.filter(folder => !files.some(file => file.startsWith(`${folder}/`)))
    expect({ area, elsewhere, empty }).toEqual({ area, elsewhere: [], empty: [] })
  }
})

test('[PK11] every test carries the ID of a rule', () => {
  expect(tests.size).toBeGreaterThan(5)
  expect(tested.flatMap(file => file.faults)).toEqual([])
})

test('[PK11] a double rule, a rule in a foreign section and a line of another form are found', () => {
  const spec = '### AA: one\nTests: `test/a`, `test/b`.\n- **AA1** a\n- **AA1** b\n- **BB1** c\n- no ID\n'
  expect(rulesOf(spec)).toEqual({
    ids: ['AA1', 'AA1', 'BB1'],
    folders: new Map([['AA', ['test/a', 'test/b']]]),
    faults: Array(3).fill(expect.any(String)),
  })
})

test('[PK11] the name of a test is found in all its forms', () => {
  const text = `
    test('[AA1] plain', () => run())
    test.each([1])('[AA2] %s', () => run())
    test.skipIf(true)(\`[AA3] \${a}\`, () => run())
    it.each\`a\`('[AA4] x', () => run())
    test('no ID', () => {})
    test(name, () => {})
    regex.test('no test')`
  const { ids, faults } = testedRules('a.test.ts', text)
  expect(ids).toEqual(['AA1', 'AA2', 'AA3', 'AA4'])
  expect(faults).toHaveLength(2)
})

test('[PK11] a test that is always skipped or does nothing holds no rule, and one that runs alone is found', () => {
  const text = `
    test.skip('[AA1] skipped', () => run())
    describe.skip('group', () => { test('[AA2] skipped with others', () => run()) })
    test.todo('[AA3] to come')
    test.skip.each([1])('[AA4] skipped %s', () => run())
    test('[AA5] nothing', () => {})
    test('[AA6] mentioned in [AA7]', () => run())
    // test('[AA8] taken out', () => run())
    test.skipIf(process.platform === 'win32')('[AA9] skipped somewhere', () => run())
    test.only('[AA10] alone', () => run())
    describe.only('group', () => run())`
  const { ids, faults } = testedRules('a.test.ts', text)
  expect(ids).toEqual(['AA6', 'AA9', 'AA10'])
  expect(faults).toEqual([10, 11].map(line => `a.test.ts:${line}: a test that keeps others from running`))
})
