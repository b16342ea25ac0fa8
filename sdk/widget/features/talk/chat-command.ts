import type { ChatClient, Room } from '../../../client/types.ts'

/** Where a command is run. */
export interface CommandPlace<Element = HTMLElement> {
  /** The room that is shown. */
  room: Room
  client: ChatClient
  element: Element
}

/** Something that people do by typing `/name` in the composer, which a page adds. */
export interface ChatCommand<Element = HTMLElement> {
  /** 1 to 32 small letters of a to z, digits, `-` and `_`, a letter first; `me`, `shrug` and `topic` are taken. */
  name: string
  /** What it does, in a few words. */
  description?: string | undefined
  /**
   * `args`: what stands behind the name. A text that it gives is sent; what it throws or rejects with is said in words, and
   * what was typed comes back.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function of a page may give a text on one path and end on another
  run(args: string, place: CommandPlace<Element>): string | undefined | void | Promise<string | undefined | void>
}
