const CJK = 'Han Hira Kana Bopo'
/** Scripts whose letters nobody takes for Latin ones. */
const FAR = 'Hang Arab Hebr Thai Laoo Deva Beng Guru Gujr Taml Telu Knda Mlym Sinh Khmr Mymr Geor Ethi'
const script = (name: string) => `\\p{sc=${name}}`
const FAR_LABEL = new RegExp(
  `^(?:[a-z0-9à-ëñ-öø-üþß-]*|[ー0-9${CJK.split(' ').map(script).join('')}-]+|${FAR.split(' ')
    .map(name => `[0-9${script(name)}-]+`)
    .join('|')})$`,
  'u',
)
/** Of scripts that have letters which look Latin: with one that does not. */
const NEAR_LABEL = /^(?=.*[бджзийлфцчшщыэюя])[\p{Script=Cyrl}0-9-]+$|^(?=.*[δθλξπσφψω])[\p{Script=Grek}0-9-]+$/u

/** Whether a host that is not ASCII is read by people as what it is. */
function isPlain(host: string): boolean {
  const labels = host.toLowerCase().split('.')
  // Below an end of the same script no Latin name is expected
  return NEAR_LABEL.test(labels.at(-1) ?? '') || labels.every(label => FAR_LABEL.test(label) || NEAR_LABEL.test(label))
}

/**
 * What to show of an address' host and port: as it was written where that is what the browser visits, else the host that
 * it does visit, in ASCII.
 */
export function shownHost(authority: string, { hostname, host }: URL): string {
  const [, written = '', port = ''] = /^(\[.*\]|[^:]*)(:\d*)?$/.exec(authority) ?? []
  if (!written) return host
  const ascii = /^[!-~]*$/.test(written)
  const honest = ascii ? written.toLowerCase() === hostname : isPlain(written)
  return honest ? authority : hostname + port
}
