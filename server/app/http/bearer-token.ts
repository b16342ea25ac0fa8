import type { HttpRequest } from '../../ports/transport.ts'

/** The token of `Authorization: Bearer TOKEN`. */
export function bearerToken({ headers }: HttpRequest): string | undefined {
  return /^bearer +(\S{1,8192}) *$/i.exec(headers.get('authorization') ?? '')?.[1]
}
