/** Whether the system can tell: `ask`: it was not asked for yet; `insecure`: not in a page like this; `none`: this browser cannot. */
export type DesktopState = 'granted' | 'denied' | 'ask' | 'insecure' | 'none'

export function desktopState(): DesktopState {
  if (typeof Notification !== 'function') return window.isSecureContext ? 'none' : 'insecure'
  if (!window.isSecureContext) return 'insecure'
  return Notification.permission === 'default' ? 'ask' : Notification.permission
}

/** Asks whether the system may tell; only ever because of a press. */
export async function askDesktop(): Promise<DesktopState> {
  try {
    await Notification.requestPermission()
  } catch {}
  return desktopState()
}

export interface DesktopNews {
  title: string
  body: string
  /** The id of the message whose text it shows; left out: it shows none. */
  message?: string | undefined
  press(): void
}

/** Notifications of the system: one a room, the next one in its place. */
export class Desktop {
  readonly #server: string
  readonly #shown = new Map<string, { note: Notification; message: string | undefined }>()

  constructor(server: string) {
    this.#server = server
  }

  show(room: string, { title, body, message, press }: DesktopNews): void {
    if (desktopState() !== 'granted') return
    try {
      // The sound is the chat's own
      const options = { body, tag: `chat-widget ${this.#server} ${room}`, silent: true, dir: 'auto' } as const
      const note = new Notification(title, options)
      note.onclick = () => {
        window.focus()
        note.close()
        press()
      }
      note.onclose = () => {
        if (this.#shown.get(room)?.note === note) this.#shown.delete(room)
      }
      this.#shown.set(room, { note, message })
    } catch {
      // Chrome on Android has the class, and no use for it
    }
  }

  /** What is read, or not so any more, is told no more. */
  close(isOver: (room: string, message: string | undefined) => boolean): void {
    for (const [room, { note, message }] of this.#shown) if (isOver(room, message)) note.close()
  }
}
