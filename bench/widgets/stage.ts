/** What a widget under test does in the page; all of it runs there. */
export interface Stage<M = unknown> {
  /** The form in which the widget gets messages, made before the time begins: here it is none of the widget's work. */
  history(lines: readonly Line[]): M
  message(line: Line): M
  /** Puts a fresh widget with this history into the page; with none, one that has not got it yet. */
  show(history?: M): void
  /** Gives it to a widget that has none. */
  fill(history: M): void
  append(message: M): void
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
    /** Chromium's, where scripts may call it. */
    gc(): void
    nextFrame(): Promise<number>
    /** The server that chat-widget believes to talk to. */
    speak(frame: string): void
    /** The room for who connects; who comes while it is empty waits for `letIn`. */
    roomText: string
    letIn(): void
  }
}

/** Runs in the page before its scripts: a socket whose server is the page itself. */
export function fakeServer(): void {
  let socket: { onmessage: ((event: object) => void) | null } | undefined
  window.roomText = ''
  window.speak = frame => socket?.onmessage?.({ data: frame })
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
        const head = { type: 'ok', ref: frame.ref, user, sessionId: 's', protocol: 1, heartbeatMs: 60000, serverAt: 0 }
        const [before, after] = JSON.stringify({ ...head, limits, rooms: [] }).split('[]')
        window.letIn = () => window.speak(`${before}[${window.roomText}]${after}`)
        if (window.roomText) setTimeout(window.letIn)
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
  const presence = { version: 1, count: 1, complete: true, users: [{ id: 'u0', name: 'Reader' }] }
  const find = () => document.querySelector('chat-widget')
  const stage: Stage<string> = {
    history(lines) {
      const messages = lines.slice(-100).map(asMessage)
      const more = lines.length > 100
      const seq = lines.at(-1)?.number
      return JSON.stringify({ room: 'lobby', epoch: 'e', seq, recovered: false, messages, more, presence })
    },
    message: line => JSON.stringify({ type: 'new_message', ...asMessage(line) }),
    show(history = '') {
      window.roomText = history
      const widget = document.createElement('chat-widget')
      widget.setAttribute('room', 'lobby')
      document.body.append(widget)
    },
    fill(history) {
      window.roomText = history
      window.letIn()
    },
    append: message => window.speak(message),
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
  window.stage = stage as Stage
}

/** Runs in the page. */
export function stageDeepChat(): void {
  type DeepChat = HTMLElement & { history: object; connect: object; addMessage(message: object): void }
  const asMessage = ({ author, text }: Line) => ({ role: author === 0 ? 'user' : `user${author}`, text })
  const find = () => document.querySelector<DeepChat>('deep-chat')
  const stage: Stage<object> = {
    history: lines => lines.map(asMessage),
    message: asMessage,
    show(history) {
      const widget = document.createElement('deep-chat') as DeepChat
      widget.style.cssText = 'width: 100%; height: 560px'
      widget.connect = { stream: false, url: '/none' }
      if (history) widget.history = history
      document.body.append(widget)
    },
    fill(history) {
      const widget = find()
      if (widget) widget.history = history
    },
    append: message => find()?.addMessage(message),
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
  window.stage = stage as Stage
}

/** Runs in the page. */
export function stageVueAdvancedChat(): void {
  type Vue = HTMLElement & Record<string, unknown>
  const at = { date: '1 January', timestamp: '10:00' }
  const asMessage = ({ number, author, text }: Line) => ({ _id: number, content: text, senderId: `${author}`, ...at })
  const users = [0, 1, 2, 3, 4].map(author => ({ _id: `${author}`, username: `User ${author}` }))
  const find = () => document.querySelector<Vue>('vue-advanced-chat')
  let all: object[] = []
  const stage: Stage<object> = {
    history: lines => lines.map(asMessage),
    message: asMessage,
    show(history = []) {
      all = history as object[]
      const widget = document.createElement('vue-advanced-chat') as unknown as Vue
      document.body.append(widget)
      Object.assign(widget, { height: '560px', currentUserId: '0', roomId: 'r', roomsLoaded: true })
      Object.assign(widget, { rooms: [{ roomId: 'r', roomName: 'lobby', avatar: '', users }] })
      Object.assign(widget, { messagesLoaded: true, messages: all })
    },
    fill(history) {
      all = history as object[]
      Object.assign(find() ?? {}, { messages: all })
    },
    append(message) {
      all = [...all, message]
      const widget = find()
      if (widget) widget.messages = all
    },
    root: () => find()?.shadowRoot,
    clear: () => find()?.remove(),
  }
  window.stage = stage as Stage
}
