/**
 * A host as a browser knows it: in ASCII and small letters, numbers as the address that they stand for, without a dot at its
 * end. Undefined for what no browser visits.
 */
export function canonicalHost(host: string): string | undefined {
  if (host === '' || /[\s/?#\\@]/.test(host)) return undefined
  try {
    return new URL(`http://${host}/`).hostname.replace(/\.+$/, '') || undefined
  } catch {
    return undefined
  }
}
