/** OKLab to linear light: only the row that gives the luminance. */
function ofOklab(l: number, a: number, b: number): number {
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return -0.0405757452 * x + 1.112286803 * y - 0.071711058 * z
}

const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
const turn = (c: number, h: number) => [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)] as const

/** The relative luminance, 0 to 1, of a colour as getComputedStyle writes it: rgb(), color(), lab(), lch(), oklab(), oklch(). */
export function luminance(color: string): number {
  const kind = /^[a-z]+/.exec(color)?.[0]
  const [a = 0, b = 0, c = 0] = (color.replace(/^color\(\S+/, '').match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number)
  const light = () => {
    if (kind === 'oklab') return ofOklab(a, b, c)
    if (kind === 'oklch') return ofOklab(a, ...turn(b, c))
    if (kind === 'lab' || kind === 'lch') return a > 8 ? ((a + 16) / 116) ** 3 : a / 903.3
    const full = kind === 'color' ? 1 : 255
    return 0.2126 * linear(a / full) + 0.7152 * linear(b / full) + 0.0722 * linear(c / full)
  }
  return Math.min(1, Math.max(0, light()))
}

/** WCAG's contrast of two luminances, 1 to 21. */
export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
