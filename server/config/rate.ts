import { z } from 'zod'
import type { SharedRates } from '../app/shared-rate.ts'
import type { Rate } from '../core/token-bucket.ts'

const RATE = /^(\d{1,9})([kM]?):(\d{1,9})([kM]?)\/(s|min|h)$/
const SECONDS = { s: 1, min: 60, h: 3_600 }
const TIMES = { '': 1, k: 1_000, M: 1_000_000 }

/** How a rate is written: `60:30/min` is 60 at once, then 30 a minute; `k` and `M` stand for thousands and millions. */
export const RATE_EXPECTS = 'a rate like 60:30/min (60 at once, then 30 a minute; also /s and /h, 64k, 1M)'

/** Of the rates of a user and of an address. */
export const RATES_EXPECTS = 'two rates like 1M:64k/s,8M:512k/s: of a user, of an address'

export const rate = z.string().transform((text, context): Rate => {
  const read = readRate(text)
  if (read !== undefined) return read
  context.addIssue({ code: 'custom', message: text })
  return z.NEVER
})

export const sharedRates = z.string().transform((text, context): SharedRates => {
  const [user, address, more] = text.split(',').map(part => readRate(part.trim()))
  if (user !== undefined && address !== undefined && more === undefined) return { user, address }
  context.addIssue({ code: 'custom', message: text })
  return z.NEVER
})

function readRate(text: string): Rate | undefined {
  const [, burst, burstTimes = '', count, countTimes = '', unit = 's'] = RATE.exec(text) ?? []
  const most = Number(burst) * TIMES[burstTimes as keyof typeof TIMES]
  const perSecond = (Number(count) * TIMES[countTimes as keyof typeof TIMES]) / SECONDS[unit as keyof typeof SECONDS]
  return most > 0 && perSecond > 0 ? { burst: most, perSecond } : undefined
}

/** Rates as they are written in options; undefined when it is something else. */
export function rateText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if ('perSecond' in value) return textOf(value as Rate)
  if (!('user' in value)) return undefined
  const { user, address } = value as SharedRates
  return `${textOf(user)},${textOf(address)}`
}

function textOf({ burst, perSecond }: Rate): string {
  const [unit, seconds] = perSecond >= 1 ? ['s', 1] : perSecond * 60 >= 1 ? ['min', 60] : ['h', 3_600]
  return `${brief(burst)}:${brief(Math.round(perSecond * Number(seconds)))}/${unit}`
}

function brief(count: number): string {
  if (count >= 1_000_000 && count % 1_000_000 === 0) return `${count / 1_000_000}M`
  return count >= 10_000 && count % 1_000 === 0 ? `${count / 1_000}k` : String(count)
}
