import { focusedIn, listen } from './behavior.ts'

/** Where the text of a field is kept. It belongs to a person in a room, not to the field. */
export interface KeptText {
  /** The person and the room, as one text. */
  owner(): string
  read(): string
  write(text: string): void
}

export interface TextKeeper {
  /** True while a kept text is put into the field: nobody types. */
  readonly restoring: boolean
  start(): () => void
  /** Shows the text of who is here now, if that is somebody else. */
  follow(): void
  /** It was written elsewhere, too: shows that, unless somebody is writing here. */
  sync(): void
}

/** Keeps what is written in a field, and shows what was. */
export function keepText(field: HTMLTextAreaElement, kept: KeptText): TextKeeper {
  let owner: string | undefined
  let restoring = false

  function show(): void {
    const text = kept.read()
    if (text === field.value) return
    restoring = true
    field.value = text
    // Not `Event`, which old libraries replace
    field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
    restoring = false
  }

  return {
    get restoring() {
      return restoring
    },
    start: () =>
      listen(field, 'input', () => {
        if (!restoring) kept.write(field.value)
      }),
    follow() {
      if (owner === kept.owner()) return
      owner = kept.owner()
      show()
    },
    sync() {
      if (focusedIn(field) !== field || !Document.prototype.hasFocus.call(document)) show()
    },
  }
}
