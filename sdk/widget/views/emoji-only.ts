const ONE = String.raw`\p{RI}{2}|[0-9#*]\uFE0F?\u20E3|\p{ExtPict}[\uFE0F\p{EMod}]*[\u{E0020}-\u{E007F}]*(?:\u200D\p{ExtPict}[\uFE0F\p{EMod}]*)*`
const FEW = new RegExp(`^(?:${ONE}){1,3}$`, 'u')

/** Whether a text is nothing but one to three emoji. */
export function emojiOnly(text: string): boolean {
  return text.length <= 100 && FEW.test(text.replace(/\s+/g, ''))
}
