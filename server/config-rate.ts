import { z } from 'zod'
import type { Rate } from './core/token-bucket.ts'

const RATE = /^(\d{1,9})([kM]?):(\d{1,9})([kM]?)\/(s|min|h)$/
const SECONDS = { s: 1, min: 60, h: 3_600 }
const TIMES = { '': 1, k: 1_000, M: 1_000_000 }

/** How a rate is written: `60:30/min` is 60 at once, then 30 a minute; `k` and `M` stand for thousands and millions. */
export const RATE_EXPECTS = 'a rate like 60:30/min (60 at once, then 30 a minute; also /s and /h, 64k, 1M)'

export const rate = z.string().transform((text, context): Rate => {
  const [, burst, burstTimes = '', count, countTimes = '', unit = 's'] = RATE.exec(text) ?? []
  const most = Number(burst) * TIMES[burstTimes as keyof typeof TIMES]
  const perSecond = (Number(count) * TIMES[countTimes as keyof typeof TIMES]) / SECONDS[unit as keyof typeof SECONDS]
  if (most > 0 && perSecond > 0) return { burst: most, perSecond }
  context.addIssue({ code: 'custom', message: text })
  return z.NEVER
})

/** A rate as it is written in options. */
export function rateText({ burst, perSecond }: Rate): string {
  const [unit, count] =
    perSecond >= 1 ? ['s', perSecond] : perSecond * 60 >= 1 ? ['min', perSecond * 60] : ['h', perSecond * 3_600]
  return `${brief(burst)}:${brief(Math.round(count))}/${unit}`
}

function brief(count: number): string {
  if (count >= 1_000_000 && count % 1_000_000 === 0) return `${count / 1_000_000}M`
  return count >= 10_000 && count % 1_000 === 0 ? `${count / 1_000}k` : String(count)
}

export function isRate(value: unknown): value is Rate {
  return typeof value === 'object' && value !== null && 'perSecond' in value
}
