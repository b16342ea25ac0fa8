const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)

/** The relative luminance, 0 to 1, of a computed `color(srgb r g b)`; what lies outside of sRGB is clipped. */
export function luminance(color: string): number {
  const channels = (color.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(value => linear(Math.min(1, Math.max(0, +value))))
  const [red = 0, green = 0, blue = 0] = channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG's contrast of two luminances, 1 to 21. */
export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
