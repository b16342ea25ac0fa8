/** 96 random bits as 16 characters of the URL-safe alphabet. Works on pages without https too. */
export function makeCid(
  fill: (bytes: Uint8Array<ArrayBuffer>) => void = bytes => crypto.getRandomValues(bytes),
): string {
  const bytes = new Uint8Array(12)
  fill(bytes)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
