import type { Asset, Assets } from '../../ports/assets.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { chooseCoding } from './accept-encoding.ts'
import type { Headers } from './respond.ts'

/** What the pages need and no more; they run under the policy that the element promises to run under. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const PUBLIC_FILE = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
}
const PAGE = { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-cache' }
/** The names of files carry no version: a new one must reach every page soon. */
const FILE = { 'Cache-Control': 'public, max-age=300' }

export function findAsset(assets: Assets, path: string): Asset | undefined {
  return assets.get(path.endsWith('/') ? `${path}index.html` : path)
}

/** Answers GET and HEAD. */
export function serveAsset(asset: Asset, request: HttpRequest): HttpResponse {
  const codings = (['br', 'gzip'] as const).filter(coding => asset[coding] !== undefined)
  const coding = chooseCoding(request.headers.get('accept-encoding'), codings)
  const variant = asset[coding] ?? asset.identity
  const isPage = asset.contentType.startsWith('text/html')
  const headers: Headers = {
    ...PUBLIC_FILE,
    ...(isPage ? PAGE : FILE),
    ...(codings.length > 0 ? { Vary: 'Accept-Encoding' } : {}),
    ETag: variant.etag,
  }
  if (matches(request.headers.get('if-none-match'), variant.etag)) return { status: 304, headers }
  const encoded: Headers = coding === 'identity' ? {} : { 'Content-Encoding': coding }
  return { status: 200, headers: { ...headers, ...encoded, 'Content-Type': asset.contentType }, body: variant.body }
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some(candidate => {
    const tag = candidate.trim()
    return tag === '*' || tag.replace(/^W\//, '') === etag
  })
}
