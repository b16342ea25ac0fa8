const TEXT = 1
const CLOSE = 8

/** Reads what a server sends on a WebSocket: text frames and the code of the close frame. It trusts the server. */
export class ServerFrames {
  readonly #onText: (text: string) => void
  readonly #onClose: (code: number) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(onText: (text: string) => void, onClose: (code: number) => void) {
    this.#onText = onText
    this.#onClose = onClose
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (this.#next()) {}
  }

  #next(): boolean {
    const bytes = this.#rest
    const short = (bytes[1] ?? 0) & 0x7f
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < head) return false
    const length = head === 2 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
    if (bytes.length < head + length) return false
    const payload = bytes.subarray(head, head + length)
    this.#rest = bytes.subarray(head + length)
    const opcode = (bytes[0] ?? 0) & 0x0f
    if (opcode === TEXT) this.#onText(payload.toString())
    if (opcode === CLOSE) this.#onClose(length >= 2 ? payload.readUInt16BE(0) : 1005)
    return true
  }
}
