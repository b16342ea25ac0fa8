/** What is about to be sent. A page may change `text` and `mentions`; what it says is checked again. */
export interface BeforeSend {
  text: string
  /** The ids of those whom the text names, as it is by then. */
  mentions?: readonly string[] | undefined
  readonly room: string
  /** The id of the message that it answers. */
  readonly replyTo?: string | undefined
  /** The id of the message whose new text it is. */
  readonly edit?: string | undefined
}

/** How a page sends a text by the element. */
export interface SendOptions {
  /** The id of the message that it answers. */
  replyTo?: string | undefined
}
