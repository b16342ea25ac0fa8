import type { StorageKind } from '../kept/shelf.ts'
import type { Mode } from '../views/view.ts'

/** The attributes of the element; each is also a property of the same name, `token-url` as `tokenUrl`. */
export const ATTRIBUTES = [
  'server',
  'room',
  'rooms',
  'without',
  'mode',
  'theme',
  'open',
  'storage',
  'heading',
  'side',
  'layer',
  'back',
  'lang',
  'token-url',
] as const
export type Attribute = (typeof ATTRIBUTES)[number]

export type Side = 'end' | 'start'
export type Layer = 'top' | 'page'
export type Back = 'auto' | 'rooms' | 'page'
export type Theme = 'auto' | 'light' | 'dark'

/** The values of an attribute, the default first; where there is one, any text counts. */
const VALUES = {
  server: [''],
  room: ['lobby'],
  rooms: [''],
  without: [''],
  mode: ['inline', 'page', 'bubble'] satisfies Mode[],
  theme: ['auto', 'light', 'dark'] satisfies Theme[],
  storage: ['local', 'session', 'none'] satisfies StorageKind[],
  heading: [''],
  side: ['end', 'start'] satisfies Side[],
  layer: ['top', 'page'] satisfies Layer[],
  back: ['auto', 'rooms', 'page'] satisfies Back[],
  tokenUrl: [''],
}

/** Gives a prototype the properties that read and write these attributes. */
export function reflect(prototype: HTMLElement): void {
  for (const [property, values] of Object.entries<string[]>(VALUES)) {
    const name = property === 'tokenUrl' ? 'token-url' : property
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        const value = this.getAttribute(name) ?? ''
        const counts = values.length > 1 ? values.includes(value) : value
        return counts ? value : values[0]
      },
      set(this: HTMLElement, value: unknown) {
        // Frameworks set what is not there yet
        if (value === null || value === undefined) this.removeAttribute(name)
        else this.setAttribute(name, String(value))
      },
    })
  }
}

/** Gives a prototype a property that is no attribute; `changed` is called on its element when it is set. */
export function hold(prototype: HTMLElement, name: string, changed: (element: HTMLElement) => void): void {
  const held = Symbol(name)
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: { [held]: unknown }) {
      return this[held]
    },
    set(this: HTMLElement & { [held]: unknown }, value: unknown) {
      this[held] = value
      changed(this)
    },
  })
}

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
