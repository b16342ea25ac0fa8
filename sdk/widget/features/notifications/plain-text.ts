/** Of a text so much is shown, in code points. */
const LENGTH = 140
/** A text is looked at no further. */
const LOOKED = 2_000

/** The beginning of a message as plain text in one line; what is hidden in it until it is pressed stays so. */
export function plainText(text: string): string {
  const open = text.slice(0, LOOKED).replace(/\|\|[^|]+(?:\|[^|]+)*\|\|/g, '▒▒▒')
  const points = [...open.replace(/\s+/g, ' ').trim()]
  return points.length > LENGTH ? `${points.slice(0, LENGTH - 1).join('')}…` : points.join('')
}
