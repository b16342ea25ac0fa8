/** Made by the build from emojibase-data: see scripts/emoji-data.mjs, which says what the lines of each text are. */
declare module '*.emoji' {
  export const text: string
}
