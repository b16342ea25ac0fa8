import { createVar, style } from '@vanilla-extract/css'
import { open } from './open.ts'
import { ACCENT, ACCENT_END, AUTHOR, AVATAR, AVATAR_SHIFT, type Role, THEMES, type Tone, VIVID } from './palette.ts'

export const hue = createVar('hue')
const vivid = createVar('vivid')
const turned = (shift = 0) => (shift ? `(${hue} + ${shift})` : hue)

/** The chroma that palette.ts describes, at the theme's hue and so much further. */
function chromaAt(shift?: number): string {
  const waves = VIVID.waves.map(
    ({ size, times, at }) => `${size} * cos((${turned(shift)}${times === 1 ? '' : ` * ${times}`} - ${at}) * 1deg)`,
  )
  return `calc(${VIVID.base} + ${waves.join(' + ')})`
}

function chroma({ c, shift, times }: Tone): string {
  if (c !== 'vivid') return `${c}`
  if (shift) return chromaAt(shift)
  return times ? `calc(${vivid} * ${times})` : vivid
}

const oklch = (tone: Tone) =>
  `oklch(${tone.l}% ${chroma(tone)} ${tone.hue ?? (tone.shift ? `calc${turned(tone.shift)}` : hue)})`

const roles = Object.keys(THEMES.light) as Role[]
export const color = Object.fromEntries(roles.map(role => [role, createVar(role)])) as Record<Role, string>
export const accent = createVar('accent')
export const onAccent = createVar('on')
export const gradient = createVar('gradient')
export const line = createVar('line')
export const shadow = createVar('shadow')
const end = createVar('end')
const away = createVar('away')

/** Set by script on whatever bears a name: the name's hue. */
export const nameHue = createVar('name-hue')
export const nameHueProperty: string = nameHue.slice(4, -1)
const own = (tone: Tone, shift = 0) => `oklch(${tone.l}% ${tone.c} ${shift ? `calc(${nameHue} + ${shift})` : nameHue})`
export const avatarColor = own(AVATAR)
export const avatarGradient = `linear-gradient(135deg, ${avatarColor}, ${own(AVATAR, AVATAR_SHIFT)})`
export const authorName = createVar('author-name')

/** The properties that replace a colour of both themes. */
const OPEN: { [role in Role]?: string } = {
  surface: 'surface',
  side: 'surface-side',
  raised: 'surface-raised',
  ink: 'ink',
  muted: 'ink-muted',
  danger: 'danger',
  accentInk: 'accent',
}

const depth = { light: { far: 0.2, near: 0.06, l: 30 }, dark: { far: 0.6, near: 0.3, l: 5 } }

function theme(name: 'light' | 'dark') {
  const { far, near, l } = depth[name]
  const shade = (geometry: string, alpha: number) => `${geometry} oklch(${l}% .03 ${hue} / ${alpha})`
  const vars: Record<string, string> = {
    [shadow]: open('shadow', `${shade('0 12px 32px -8px', far)}, ${shade('0 2px 6px', near)}`),
  }
  for (const role of roles) {
    const key = OPEN[role]
    vars[color[role]] = key ? open(key, oklch(THEMES[name][role])) : oklch(THEMES[name][role])
  }
  return { colorScheme: name, vars }
}

const byAuthor = (name: 'light' | 'dark') => ({ vars: { [authorName]: own(AUTHOR[name]) } })
/** Where it is dark, for a node and whatever of the root it stands in; `auto` goes by the page, then by the reader's system. */
const dark = <T>(rule: T, at: (root: string) => string) => ({
  // Paper is light
  'not print': {
    selectors: {
      [`:host([theme="dark"]) &`]: rule,
      [`:host(:not([theme="light"])) ${at('[data-scheme="dark"]')}`]: rule,
    },
  },
  'screen and (prefers-color-scheme: dark)': {
    selectors: { [`:host(:not([theme="light"])) ${at(':not([data-scheme="light"])')}`]: rule },
  },
})

/** On the node that holds everything. */
export const root = style({
  ...theme('light'),
  vars: {
    [hue]: open('hue', 277),
    [vivid]: chromaAt(),
    ...theme('light').vars,
    [accent]: open('accent', oklch(ACCENT)),
    [end]: oklch(ACCENT_END),
    [onAccent]: open('on-accent', '#fff'),
    [gradient]: open('gradient', `linear-gradient(135deg, ${accent}, ${end})`),
    [line]: `color-mix(in oklab, ${color.ink} 8%, transparent)`,
  },
  selectors: {
    // What the script measured of the host's own accent: the text that it bears, and whether it can be text itself.
    '&[data-accent]': { vars: { [away]: '#000', [end]: `color-mix(in oklab, ${accent} 82%, ${away})` } },
    '&[data-accent~="light"]': { vars: { [away]: '#fff', [onAccent]: open('on-accent', '#000') } },
    '&&&&&[data-accent~="faint"]': { vars: { [color.accentInk]: color.ink } },
  },
  '@media': dark(theme('dark'), which => `&${which}`),
})

/** On the element that bears the name. */
export const named = style({
  ...byAuthor('light'),
  '@media': dark(byAuthor('dark'), which => `${root}${which} &`),
})
