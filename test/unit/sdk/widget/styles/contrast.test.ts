import { describe, expect, test } from 'vitest'
import { cssText as chatCss } from '../../../../../sdk/widget/styles/chat-screen.css.ts'
import {
  ACCENT,
  ACCENT_END,
  AUTHOR,
  AVATAR,
  AVATAR_SHIFT,
  type Role,
  THEMES,
  type Tone,
  VIVID,
} from '../../../../../sdk/widget/styles/palette.ts'
import { cssText as widgetCss } from '../../../../../sdk/widget/styles/widget.css.ts'
import { contrast, type Lab, mix, reduced, toLab } from '../../../../support/color/oklch.ts'

const cssText = widgetCss + chatCss

const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180)
const HUES = Array.from({ length: 360 }, (_, hue) => hue)
const WHITE: Lab = [1, 0, 0]
const mappings = [(lab: Lab) => lab, reduced]

/** The tone as the sheet's own formula gives it at a hue of the theme. */
function lab(tone: Tone, hue: number): Lab {
  const h = tone.hue ?? hue + (tone.shift ?? 0)
  const vivid = VIVID.base + VIVID.waves.reduce((sum, wave) => sum + wave.size * cos(h * wave.times - wave.at), 0)
  return toLab(tone.l / 100, tone.c === 'vivid' ? vivid * (tone.times ?? 1) : tone.c, h)
}

/** The least contrast over all hues of the theme, clipped and gamut-mapped. */
function least(front: (hue: number) => Lab, back: (hue: number) => Lab): number {
  const of = (hue: number) => mappings.map(map => contrast(map(front(hue)), map(back(hue))))
  return Math.min(...HUES.flatMap(of))
}

describe.each(['light', 'dark'] as const)('%s', theme => {
  const tones: Record<Role, Tone> = THEMES[theme]
  const of = (role: Role) => (hue: number) => lab(tones[role], hue)
  const surfaces = ['surface', 'side', 'raised'] as const

  test.each(surfaces)('[TH1] text has 4.5:1 on %s, for any hue', surface => {
    for (const role of ['ink', 'muted', 'accentInk', 'danger'] as const) {
      expect(least(of(role), of(surface)), role).toBeGreaterThanOrEqual(4.5)
    }
  })

  test.each(surfaces)('[TH2] borders of controls, focus and signs have 3:1 on %s, for any hue', surface => {
    for (const role of ['control', 'accentInk', 'danger', 'good', 'warn'] as const) {
      expect(least(of(role), of(surface)), role).toBeGreaterThanOrEqual(3)
    }
  })

  test('[TH1] text and signs keep their contrast on the tinted lines about the connection', () => {
    for (const tone of ['good', 'warn', 'danger'] as const) {
      const tinted = (hue: number) => mix(lab(tones[tone], hue), lab(tones.surface, hue), 0.12)
      expect(least(of('ink'), tinted), tone).toBeGreaterThanOrEqual(4.5)
      expect(least(of('accentInk'), tinted), tone).toBeGreaterThanOrEqual(4.5)
      expect(least(of(tone), tinted), tone).toBeGreaterThanOrEqual(3)
    }
  })

  test('[TH1] the badge can be read', () => {
    expect(least(of('raised'), of('danger'))).toBeGreaterThanOrEqual(4.5)
  })

  test('[TH3] names of authors have 4.5:1 on the log, for any hue of name and theme', () => {
    const worst = HUES.map(name =>
      Math.min(
        ...mappings.flatMap(map =>
          HUES.filter(hue => hue % 20 === 0).map(hue =>
            contrast(map(lab({ ...AUTHOR[theme], hue: name }, 0)), map(lab(tones.surface, hue))),
          ),
        ),
      ),
    )
    expect(Math.min(...worst)).toBeGreaterThanOrEqual(4.5)
  })
})

test('[TH1] white on the gradient has 4.5:1 from end to end, for any hue', () => {
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const between = (hue: number) => mix(lab(ACCENT, hue), lab(ACCENT_END, hue), share)
    expect(
      least(() => WHITE, between),
      `${share}`,
    ).toBeGreaterThanOrEqual(4.5)
  }
})

test('[TH3] initials have 4.5:1 on every avatar', () => {
  for (const shift of [0, AVATAR_SHIFT]) {
    expect(
      least(
        () => WHITE,
        hue => lab(AVATAR, hue + shift),
      ),
    ).toBeGreaterThanOrEqual(4.5)
  }
})

test('[TH1] the sheet is painted with the palette that these tests measure', () => {
  const numbers = cssText.replaceAll(/(?<![\d])0\./g, '.')
  for (const tone of [
    ACCENT,
    AVATAR,
    ...Object.values(AUTHOR),
    ...Object.values(THEMES).flatMap(theme => Object.values(theme)),
  ] as Tone[]) {
    const chroma = tone.c === 'vivid' ? (tone.times ? 'calc(var(' : 'var(') : `${tone.c} `.replace('0.', '.')
    expect(numbers).toContain(`oklch(${tone.l}% ${chroma}`)
  }
  for (const wave of VIVID.waves) expect(numbers).toContain(`${wave.size}`.replace('0.', '.'))
})
