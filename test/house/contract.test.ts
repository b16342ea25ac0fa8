import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readContract } from '../../scripts/contract.mjs'
import { fillReference, PAGES } from '../../scripts/reference.mjs'
import { type AttributeEntry, CONTRACT, type TypedEntry } from '../../sdk/widget/element/contract.ts'
import { checkCode } from './check-code.ts'
import { ROOT, read } from './project-files.ts'

const entries = (of: Record<string, TypedEntry>) => Object.entries(of)
const attributes: [string, AttributeEntry][] = Object.entries(CONTRACT.attributes)

/** A program that only compiles when the built types are those of the contract. */
function program(events: Record<string, TypedEntry> = CONTRACT.events): string {
  const typeOf = ({ values, flag }: AttributeEntry) =>
    flag ? 'boolean' : (values?.map(value => `'${value}'`).join(' | ') ?? 'string')
  const same = (name: string, type: string) => `same<Equal<ChatWidgetElement['${name}'], ${type}>>(true)`
  const heard = (target: string, name: string, type: string) =>
    `${target}.addEventListener('${name}', ({ detail }) => same<Equal<typeof detail, ${type}>>(true))`
  return [
    "import type { BeforeSend, ChatCommand, ChatWidgetElement, RoomStore, SendOptions } from '@chat-widget/sdk/element'",
    "import type { ChangeEvent, ChatClient, ChatClientOptions, ChatError, ConnectionState, Draft, Message, Room, User } from '@chat-widget/sdk'",
    "import '@chat-widget/sdk/define'",
    'type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false',
    'declare function same<T extends true>(value: T): void',
    "const chat: ChatWidgetElement = document.createElement('chat-widget')",
    ...attributes
      .filter(([name]) => name !== 'lang')
      .map(([name, entry]) => same(entry.property ?? name, typeOf(entry))),
    ...entries(CONTRACT.methods).map(([name, { type }]) => same(name, type)),
    // `this` stands for the class in a subclass too
    ...entries(CONTRACT.properties).map(([name, { type }]) => `{ const is: ${type} = chat.${name} }`),
    ...entries(events).flatMap(([name, { type }]) =>
      ['chat', 'document', 'window'].map(target => heard(target, name, type)),
    ),
    'export type Known = [ChangeEvent, ChatClient, ChatClientOptions, ChatError, ConnectionState, Draft, Message, Room, User, RoomStore, BeforeSend, ChatCommand, SendOptions]',
  ].join('\n')
}

test.each(PAGES)('[PK100] the tables of %s are those of the contract; npm run reference writes them', page => {
  expect(fillReference(read(page), CONTRACT)).toBe(read(page))
})

test('[PK100] every table is in one of the pages, and what sdk/README.md lists is everything', () => {
  const reference = read('sdk/README.md')
  const { parts, own: _, ...named } = CONTRACT
  const names = [...Object.values(named).flatMap(Object.keys), ...Object.keys(parts).flatMap(row => row.split(' '))]
  expect(names.length).toBeGreaterThan(60)
  expect(names.filter(name => !reference.includes(`| \`${name}`) && !reference.includes(` · \`${name}\``))).toEqual([])
})

test('[PK100] custom-elements.json is made from the contract', async () => {
  expect(await readContract()).toEqual(CONTRACT)
  const manifest = JSON.parse(read('sdk/dist/custom-elements.json'))
  const [declaration] = manifest.modules[0].declarations
  const namesOf = (kind: string) => declaration[kind].map(({ name }: { name: string }) => name)
  expect(namesOf('attributes')).toEqual(Object.keys(CONTRACT.attributes))
  expect(namesOf('events')).toEqual(Object.keys(CONTRACT.events))
  expect(namesOf('slots')).toEqual(Object.keys(CONTRACT.slots))
  expect(namesOf('cssProperties')).toEqual(Object.keys(CONTRACT.styles))
  expect(namesOf('cssParts')).toEqual(Object.keys(CONTRACT.parts).flatMap(row => row.split(' ')))
  expect(JSON.parse(read('sdk/package.json')).customElements).toBe('./dist/custom-elements.json')
})

test('[PK101] the types of the contract are those of the package; define brings those of the events', () => {
  expect(checkCode([{ at: 'contract', language: 'ts', text: program() }])).toEqual([])
  const wrong = { ...CONTRACT.events, 'chat-login': { type: 'string', says: '' } }
  expect(checkCode([{ at: 'contract', language: 'ts', text: program(wrong) }])).toHaveLength(3)
})

test.each(['chat-widget.js', 'chat-widget.mjs', 'chat.mjs', 'element.js'])(
  '[PK100] the contract is not in %s',
  file => {
    const code = readFileSync(path.join(ROOT, 'sdk/dist', file), 'utf8')
    for (const { says } of Object.values(CONTRACT.attributes)) expect(code).not.toContain(says.slice(0, 30))
  },
)
