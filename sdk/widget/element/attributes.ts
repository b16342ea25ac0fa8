import type { Mode } from '../views/view.ts'

/** The attributes of the element; each is also a property of the same name. */
export const ATTRIBUTES = ['server', 'room', 'mode', 'theme', 'open', 'storage', 'heading', 'lang'] as const
export type Attribute = (typeof ATTRIBUTES)[number]

export type StorageKind = 'local' | 'session' | 'none'
export type Theme = 'auto' | 'light' | 'dark'

const MODES: readonly Mode[] = ['page', 'inline', 'bubble']
const STORAGES: readonly StorageKind[] = ['local', 'session', 'none']
const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

const oneOf = <T extends string>(known: readonly T[], otherwise: T, value: string | null): T =>
  known.find(each => each === value) ?? otherwise

export const asMode = (value: string | null): Mode => oneOf(MODES, 'inline', value)
export const asStorage = (value: string | null): StorageKind => oneOf(STORAGES, 'local', value)
export const asTheme = (value: string | null): Theme => oneOf(THEMES, 'auto', value)

/** Takes properties that were set before the element was defined through its setters. */
export function upgrade(element: HTMLElement, names: readonly string[]): void {
  const own = element as unknown as Record<string, unknown>
  for (const name of names) {
    if (!Object.hasOwn(own, name)) continue
    const value = own[name]
    delete own[name]
    own[name] = value
  }
}
