import { focusedIn, listen } from './behavior.ts'

/** Where the text of a field is kept. It belongs to a person in a room, not to the field. */
export interface KeptText {
  /** The person and the room, as one text. */
  owner(): string
  read(): string
  write(text: string): void
  /** In the field is something else for now, which is neither kept nor written over. */
  paused(): boolean
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
  let paused = false

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
        if (!restoring && !kept.paused()) kept.write(field.value)
      }),
    follow() {
      const before = paused
      paused = kept.paused()
      if (paused || (!before && owner === kept.owner())) return
      owner = kept.owner()
      show()
    },
    sync() {
      if (kept.paused()) return
      if (focusedIn(field) !== field || !Document.prototype.hasFocus.call(document)) show()
    },
  }
}
