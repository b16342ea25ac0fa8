/** A colour in OKLCH. `hue`: fixed, in degrees; without it the theme's own, `--chat-hue`. `shift` is added to that. */
export interface Tone {
  l: number
  c: number | 'vivid'
  hue?: number
  shift?: number
  /** Scales a vivid chroma. */
  times?: number
}

/**
 * The chroma of the accent: `base + Σ size * cos(times * hue - at)`. It is .2 at indigo and less around teal, where more
 * would leave sRGB and be clipped to something too light for white text.
 */
export const VIVID = {
  base: 0.155,
  waves: [
    { size: 0.025, times: 1, at: 320 },
    { size: 0.03, times: 2, at: 220 },
  ],
} as const

/** The same in both themes; white text stands on it. */
export const ACCENT: Tone = { l: 54, c: 'vivid' }
export const ACCENT_END: Tone = { l: 54, c: 'vivid', shift: 42 }
/** The two ends of an avatar's gradient; the hue comes from the name. */
export const AVATAR: Tone = { l: 53, c: 0.12 }
export const AVATAR_SHIFT = 40

export const THEMES = {
  light: {
    surface: { l: 98, c: 0.005 },
    side: { l: 95, c: 0.01 },
    raised: { l: 100, c: 0 },
    ink: { l: 24, c: 0.02 },
    muted: { l: 49, c: 0.02 },
    control: { l: 62, c: 0.03 },
    accentInk: { l: 48, c: 'vivid' },
    danger: { l: 50, c: 0.19, hue: 25 },
    good: { l: 50, c: 0.13, hue: 155 },
    warn: { l: 52, c: 0.11, hue: 70 },
  },
  dark: {
    surface: { l: 18, c: 0.015 },
    side: { l: 22, c: 0.018 },
    raised: { l: 27, c: 0.02 },
    ink: { l: 95, c: 0.01 },
    muted: { l: 74, c: 0.02 },
    control: { l: 60, c: 0.025 },
    accentInk: { l: 78, c: 'vivid', times: 0.6 },
    danger: { l: 76, c: 0.13, hue: 25 },
    good: { l: 78, c: 0.13, hue: 155 },
    warn: { l: 84, c: 0.11, hue: 80 },
  },
} as const satisfies Record<string, Record<string, Tone>>

/** An author's name; the hue comes from the name. */
export const AUTHOR = { light: { l: 48, c: 0.14 }, dark: { l: 80, c: 0.1 } } as const satisfies Record<string, Tone>

export type Role = keyof (typeof THEMES)['light']
