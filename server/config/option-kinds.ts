import { z } from 'zod'

/** How an option is written and explained. Its flag is its name in kebab-case. */
export interface OptionInfo {
  env: string
  /** Stands for the value in the help; a switch has none. */
  value?: string
  help: string
  /** Completes "--port must be ...". */
  expects: string
  /** Its value is never shown. */
  secret?: true
  /** No flag, which other users of the machine could see, and no name in the file. */
  onlyEnvironment?: true
}

export const OPTION_INFO = z.registry<OptionInfo>()

export const DAY_MS = 24 * 3_600_000

/** Flags and the environment bring text, the file may bring numbers. */
export const whole = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .pipe(z.int().min(least).max(most))

/** `500M`; k, M and G are thousands, millions and so on. */
export const bytes = (least: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,12}[kMG]?$/)
        .transform(bytesOf),
    ])
    .pipe(z.int().min(least))

function bytesOf(text: string): number {
  return Number.parseInt(text, 10) * ({ k: 1e3, M: 1e6, G: 1e9 }[text.at(-1) ?? ''] ?? 1)
}

const list = z
  .union([z.array(z.string()), z.string().transform(text => text.split(','))])
  .transform(items => items.map(item => item.trim()).filter(item => item !== ''))

/** Each item read by `read`; the first that it cannot read is named. */
export const listOf = <T>(read: (text: string) => T | undefined) =>
  list.transform((items, context): T[] =>
    items.flatMap(item => {
      const value = read(item)
      if (value === undefined) context.addIssue({ code: 'custom', message: item })
      return value === undefined ? [] : [value]
    }),
  )
