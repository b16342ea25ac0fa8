export type Coding = 'br' | 'gzip' | 'identity'

/** The best of the codings on offer for an `Accept-Encoding` header; offers come best first, `identity` is the last resort. */
export function chooseCoding(header: string | undefined, offers: readonly Coding[]): Coding {
  const qualities = qualitiesOf(header ?? '')
  let best: Coding = 'identity'
  let bestQuality = 0
  for (const offer of offers) {
    const quality = qualities.get(offer) ?? qualities.get('*') ?? 0
    if (quality > bestQuality) [best, bestQuality] = [offer, quality]
  }
  return bestQuality >= (qualities.get('identity') ?? 0) ? best : 'identity'
}

function qualitiesOf(header: string): Map<string, number> {
  const qualities = new Map<string, number>()
  for (const part of header.slice(0, 512).split(',')) {
    const [name = '', ...parameters] = part.split(';').map(piece => piece.trim().toLowerCase())
    const q = parameters.find(parameter => parameter.startsWith('q='))
    const quality = q === undefined ? 1 : Number(q.slice(2))
    if (name !== '') qualities.set(name, quality >= 0 && quality <= 1 ? quality : 0)
  }
  return qualities
}
