const EMOJI = /^\p{RGI_Emoji}$/v
/** More UTF-16 units are no emoji. */
const LENGTH = 32

/** Whether a text is one emoji, of those that Unicode recommends for interchange, and nothing else. */
export function isEmoji(text: string): boolean {
  return text.length <= LENGTH && EMOJI.test(text)
}
