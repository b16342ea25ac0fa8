import { createHash } from 'node:crypto'

/** Stands for somebody of a site without saying who they are. */
export function subjectKey(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
}
