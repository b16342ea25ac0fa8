import { judgeOrigin, type OriginPolicy } from './origin.ts'

const LONGEST = 2_048

/** The address of somebody's picture, if pages may show it; whatever else a site says there counts for nothing. */
export function sitePicture(picture: unknown, origins: OriginPolicy): string | undefined {
  if (typeof picture !== 'string' || picture.length > LONGEST || !URL.canParse(picture)) return undefined
  const { protocol, origin, username, password, href } = new URL(picture)
  if (protocol !== 'https:' || username !== '' || password !== '' || href.length > LONGEST) return undefined
  return judgeOrigin({ origin, host: undefined }, origins) === 'allowed' ? href : undefined
}
