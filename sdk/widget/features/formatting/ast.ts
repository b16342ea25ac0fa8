/** What a formatted text is made of: blocks of lines, and what stands in a line. */
export const KIND = {
  // Blocks
  lines: 'lines',
  fence: 'fence',
  quote: 'quote',
  list: 'list',
  // In a line
  text: 'text',
  strong: 'strong',
  emphasis: 'emphasis',
  strike: 'strike',
  spoiler: 'spoiler',
  code: 'code',
  link: 'link',
  mention: 'mention',
} as const

/** What a pair of marks makes of the text between them. */
export type SpanKind = 'strong' | 'emphasis' | 'strike' | 'spoiler'

export interface Span {
  kind: SpanKind
  children: Inline[]
}

export type Inline =
  | { kind: typeof KIND.text; text: string }
  | { kind: typeof KIND.code; text: string }
  | Span
  /** `host`: where it leads, to be shown beside; none: its text says so itself. */
  | { kind: typeof KIND.link; href: string; children: Inline[]; host?: string | undefined }
  | { kind: typeof KIND.mention; text: string; id: string }

/** `value`: the number that was written before it. */
export interface Item {
  value?: number | undefined
  children: Inline[]
  lists: List[]
}

export interface List {
  kind: typeof KIND.list
  numbered: boolean
  items: Item[]
}

export type Block =
  | { kind: typeof KIND.lines; children: Inline[] }
  /** `label`: the language, as it was written; `whole`: all of it, where `text` is its beginning. */
  | { kind: typeof KIND.fence; label: string; text: string; whole?: string }
  | { kind: typeof KIND.quote; children: Block[] }
  | List
