/** What a widget under test does in the page; all of it runs there. */
export interface Stage {
  /** Puts a fresh widget with these messages into the page. */
  show(messages: readonly Line[]): void
  append(line: Line): void
  /** The element that shows the messages, through shadow roots. */
  root(): ParentNode | null | undefined
  /** Takes the widget away. */
  clear(): void
}

export interface Line {
  number: number
  author: number
  text: string
}

declare global {
  interface Window {
    stage: Stage
    nextFrame(): Promise<number>
    /** The server that chat-widget believes to talk to. */
    speak(frame: object): void
    answer: { messages: object[] }
  }
}

/** Runs in the page before its scripts: a socket whose server is the page itself. */
export function fakeServer(): void {
  let socket: { onmessage: ((event: object) => void) | null } | undefined
  window.answer = { messages: [] }
  window.speak = frame => socket?.onmessage?.({ data: JSON.stringify(frame) })
  const user = { id: 'u0', name: 'Reader' }
  const limits = {
    messageLength: 4000,
    frameBytes: 65536,
    batch: 100,
    rooms: 50,
    historyPage: 100,
    resumeEvents: 300,
    dedupeMs: 604800000,
    presenceGraceMs: 8000,
    typingMs: 6000,
  }
  class Socket {
    readyState = 0
    bufferedAmount = 0
    onopen: ((event: object) => void) | null = null
    onmessage: ((event: object) => void) | null = null
    onclose: ((event: object) => void) | null = null
    onerror: ((event: object) => void) | null = null
    constructor() {
      setTimeout(() => {
        this.readyState = 1
        this.onopen?.({})
      })
    }
    send(data: string): void {
      for (const frame of [JSON.parse(data)].flat()) {
        if (frame.type !== 'connect') continue
        socket = this
        const newest = window.answer.messages.slice(-100)
        const presence = { version: 1, count: 1, complete: true, users: [user] }
        const seq = window.answer.messages.length
        const more = seq > 100
        const room = { room: 'lobby', epoch: 'e', seq, recovered: false, messages: newest, more, presence }
        const head = { type: 'ok', ref: frame.ref, user, sessionId: 's', protocol: 1, heartbeatMs: 60000, serverAt: 0 }
        setTimeout(() => window.speak({ ...head, limits, rooms: [room] }))
      }
    }
    close(): void {}
  }
  Object.assign(window, { WebSocket: Socket })
}

/** Runs in the page. */
export function stageOurs(): void {
  const asMessage = ({ number, author, text }: Line) => ({
    room: 'lobby',
    seq: number,
    id: `i${number}`,
    cid: `c${number}`,
    user: { id: `u${author}`, name: `User ${author}` },
    text,
    sentAt: 1_764_000_000_000 + number * 1000,
  })
  const find = () => document.querySelector('chat-widget')
  window.stage = {
    show(messages) {
      window.answer = { messages: messages.map(asMessage) }
      const widget = document.createElement('chat-widget')
      widget.setAttribute('room', 'lobby')
      document.body.append(widget)
    },
    append: line => window.speak({ type: 'new_message', ...asMessage(line) }),
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
}

/** Runs in the page. */
export function stageDeepChat(): void {
  type DeepChat = HTMLElement & { history: object[]; connect: object; addMessage(message: object): void }
  const asMessage = ({ author, text }: Line) => ({ role: author === 0 ? 'user' : `user${author}`, text })
  const find = () => document.querySelector<DeepChat>('deep-chat')
  window.stage = {
    show(messages) {
      const widget = document.createElement('deep-chat') as DeepChat
      widget.style.cssText = 'width: 100%; height: 560px'
      widget.connect = { stream: false, url: '/none' }
      widget.history = messages.map(asMessage)
      document.body.append(widget)
    },
    append: line => find()?.addMessage(asMessage(line)),
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
}

/** Runs in the page. */
export function stageVueAdvancedChat(): void {
  type Vue = HTMLElement & Record<string, unknown>
  const at = { date: '1 January', timestamp: '10:00' }
  const asMessage = ({ number, author, text }: Line) => ({ _id: number, content: text, senderId: `${author}`, ...at })
  const users = [0, 1, 2, 3, 4].map(author => ({ _id: `${author}`, username: `User ${author}` }))
  const find = () => document.querySelector<Vue>('vue-advanced-chat')
  let all: object[] = []
  window.stage = {
    show(messages) {
      all = messages.map(asMessage)
      const widget = document.createElement('vue-advanced-chat') as unknown as Vue
      document.body.append(widget)
      Object.assign(widget, { height: '560px', currentUserId: '0', roomId: 'r', roomsLoaded: true })
      Object.assign(widget, { rooms: [{ roomId: 'r', roomName: 'lobby', avatar: '', users }] })
      Object.assign(widget, { messagesLoaded: true, messages: all })
    },
    append(line) {
      all = [...all, asMessage(line)]
      const widget = find()
      if (widget) widget.messages = all
    },
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
}
