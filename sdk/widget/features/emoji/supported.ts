/** One emoji of each version, by the letter that it has in the data. */
const SAMPLES: Record<string, string> = {
  a: '🧑‍🦰',
  b: '🥲',
  c: '😮‍💨',
  d: '🫠',
  e: '🫨',
  f: '🙂‍↔️',
  g: '🫩',
  h: '🫪',
  flag: '🇫🇷',
}
const KNOWN = '🥰'
const SIZE = 20
/** What has pictures comes before what has signs of one colour for some. */
const FONTS = '"Apple Color Emoji","Segoe UI Emoji","Noto Color Emoji","Twemoji Mozilla",sans-serif'

/** Whether this browser draws the emoji of a version, by the colours and the width of one of them. */
export function supported(page: Document): (version: string) => boolean {
  const context = page.createElement('canvas').getContext?.('2d', { willReadFrequently: true })
  if (!context) return () => true
  context.canvas.width = context.canvas.height = SIZE
  context.font = `${SIZE / 2}px ${FONTS}`
  context.textBaseline = 'top'
  context.fillStyle = '#f00'

  /** Drawn in red, only a picture has another colour. */
  const isPicture = (glyph: string) => {
    context.clearRect(0, 0, SIZE, SIZE)
    context.fillText(glyph, 0, 2)
    const { data } = context.getImageData(0, 0, SIZE, SIZE)
    return data.some((value, at) => at % 4 === 1 && value > 60 && (data[at + 2] ?? 0) > 99)
  }
  const widthOf = (glyph: string) => context.measureText(glyph).width
  // Where even this has none, emoji are drawn in one colour, or the canvas tells nothing
  if (!isPicture(KNOWN)) return () => true
  const known = new Map<string, boolean>()
  return version => {
    const sample = SAMPLES[version]
    if (sample === undefined) return false
    // What is not known as one is drawn side by side
    const is = known.get(version) ?? (isPicture(sample) && widthOf(sample) < 1.5 * widthOf(KNOWN))
    known.set(version, is)
    return is
  }
}
