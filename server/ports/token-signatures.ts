/** `invalid`: it is not of the site; `unavailable`: the keys to tell cannot be had at the moment. */
export type SignatureResult =
  | { ok: true; header: Readonly<Record<string, unknown>>; payload: Readonly<Record<string, unknown>> }
  | { ok: false; reason: 'invalid' | 'unavailable' }

/** Tells whether a token was signed by the site, by the site's keys alone: nothing in the token brings a key. */
export interface TokenSignatures {
  /** `token`: three parts of base64url. Of the claims nothing was checked; header and payload are as JSON has them. */
  verify(token: string): Promise<SignatureResult>
}
