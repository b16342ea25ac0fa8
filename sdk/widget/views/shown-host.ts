const script = (name: string) => `\\p{sc=${name}}`
/** Letters of scripts that nobody takes for Latin ones; without digits, which letters of many scripts are taken for. */
const FAR = 'Hang Arab Hebr Thai Laoo Deva Beng Guru Gujr Taml Telu Knda Mlym Sinh Khmr Mymr Geor Ethi'
const CJK = 'Han Hira Kana Bopo'.split(' ').map(script).join('')
const FAR_LABEL = new RegExp(
  `^(?:[a-z0-9à-ëñ-öø-üß-]*|[ー${CJK}]+|${FAR.split(' ')
    .map(name => `(?:${script(name)}|-)+`)
    .join('|')})$`,
  'u',
)
const ASCII = /^[!-~]*$/

/** Scripts that have letters which look Latin: all of them, and those that do not. */
const NEAR = [
  { all: /^[\p{Script=Cyrl}0-9-]+$/u, own: /[бджзийлфцчшщыэюя]/ },
  { all: /^[\p{Script=Grek}0-9-]+$/u, own: /[δθλξπσφψω]/ },
]

/** Whether a host that is not ASCII is read by people as what it is. */
function isPlain(host: string): boolean {
  const labels = host.toLowerCase().split('.')
  const nearTo = (label: string) => NEAR.find(({ all, own }) => all.test(label) && own.test(label))
  // Below an end of the same script no Latin name is expected, nor one that is mixed
  const near = nearTo(labels.at(-1) ?? '')
  return labels.every(label =>
    near ? near.all.test(label) || ASCII.test(label) : FAR_LABEL.test(label) || nearTo(label),
  )
}

/**
 * What to show of an address' host and port: as it was written where it is of another script and what the browser visits,
 * else the host that it does visit, in ASCII and small letters: a capital I is taken for a small L.
 */
export function shownHost(authority: string, { hostname, host }: URL): string {
  const [, written = '', port = ''] = /^(\[.*\]|[^:]*)(:\d*)?$/.exec(authority) ?? []
  if (!written) return host
  return !ASCII.test(written) && isPlain(written) ? authority : hostname + port
}
