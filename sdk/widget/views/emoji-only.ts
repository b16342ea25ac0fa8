/** Shown as a picture by itself, by the selector behind it, or with a skin tone; not `✔`, `©` and `↔`, which are text. */
const PICTURE = String.raw`(?:\p{EPres}|\p{Emoji}\uFE0F|\p{EBase}\p{EMod})\p{EMod}?(?!\uFE0E)[\u{E0020}-\u{E007F}]*`
/** In a sequence the selector may be left out, and a sign of text is a picture. */
const JOINED = String.raw`\p{ExtPict}\uFE0F?\p{EMod}?(?:\u200D\p{ExtPict}\uFE0F?\p{EMod}?)+`
const ONE = String.raw`\p{RI}{2}|[0-9#*]\uFE0F\u20E3|${JOINED}|(?![0-9#*\p{RI}])${PICTURE}`
const FEW = new RegExp(`^(?:${ONE}){1,3}$`, 'u')

/** Whether a text is nothing but one to three emoji. */
export function emojiOnly(text: string): boolean {
  return text.length <= 100 && FEW.test(text.replace(/\s+/g, ''))
}
