const MAX_REASON_BYTES = 123

/** What a close frame may carry: throws on a code that no endpoint may send, cuts a reason that is too long. */
export function closeFrame(code: number, reason: string): { code: number; reason: Buffer } {
  const standard = code === 1000 || code === 1001 || code === 1003 || (code >= 1007 && code <= 1014)
  if (!Number.isInteger(code) || !(standard || (code >= 3000 && code <= 4999))) {
    throw new RangeError(`${code} cannot be sent as a close code.`)
  }
  const bytes = Buffer.from(reason)
  let end = Math.min(bytes.length, MAX_REASON_BYTES)
  // never in the middle of a character: browsers fail the connection on it
  while (end < bytes.length && end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return { code, reason: bytes.subarray(0, end) }
}
