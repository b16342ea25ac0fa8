import type { MessageDeletedEvent, ServerFrame } from '../../sdk/protocol/events.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

/** What one socket was told to be deleted, which it must not be told again. */
export class GoneTexts {
  readonly #disk: SimulatedDisk
  readonly #gone: { text: string; deletion: string; asked: number }[] = []

  constructor(disk: SimulatedDisk) {
    this.#disk = disk
  }

  /** `asked`: how many requests were heard before. */
  add({ room, messageId, id }: MessageDeletedEvent, asked: number): void {
    for (const event of this.#disk.events(room)) {
      const of = 'messageId' in event ? event.messageId : event.id
      if (of === messageId && 'text' in event) this.#gone.push({ text: event.text, deletion: id, asked })
    }
  }

  /** The text of one that the frame has; `asked`: which request it answers, what was read before the end is no fault. */
  in(frame: ServerFrame, asked = Number.POSITIVE_INFINITY): string | undefined {
    if (this.#gone.length === 0) return undefined
    const said = JSON.stringify(frame)
    const found = this.#gone.find(
      each => each.asked <= asked && said.includes(`"text":"${each.text}"`) && !this.#disk.lost.has(each.deletion),
    )
    return found?.text
  }
}
