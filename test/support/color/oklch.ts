/** Linear sRGB. */
export type Rgb = readonly [number, number, number]
export type Lab = readonly [number, number, number]

export function toLab(l: number, c: number, h: number): Lab {
  const turn = (h * Math.PI) / 180
  return [l, c * Math.cos(turn), c * Math.sin(turn)]
}

export function toRgb([l, a, b]: Lab): Rgb {
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ]
}

const inside = (rgb: Rgb) => rgb.every(value => value > -1e-4 && value < 1.0001)

/** The same lightness and hue with as much of the chroma as sRGB holds: what the specification asks for. */
export function reduced([l, a, b]: Lab): Lab {
  let low = 0
  let high = 1
  if (inside(toRgb([l, a, b]))) return [l, a, b]
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2
    if (inside(toRgb([l, a * middle, b * middle]))) low = middle
    else high = middle
  }
  return [l, a * low, b * low]
}

/** Out of sRGB, channels are clipped: what browsers do. */
export function luminance(lab: Lab): number {
  const [r, g, b] = toRgb(lab).map(value => Math.min(1, Math.max(0, value))) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrast(a: Lab, b: Lab): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

export const mix = (a: Lab, b: Lab, share: number): Lab =>
  a.map((value, i) => value * share + (b[i] ?? 0) * (1 - share)) as unknown as Lab
