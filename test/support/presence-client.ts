import type { ServerEvent } from '../../sdk/protocol/events.ts'
import type { PresenceSnapshot } from '../../sdk/protocol/records.ts'

/** What a client knows of a room's users, by the rules of docs/PROTOCOL.md alone. */
export class PresenceClient {
  count: number
  complete: boolean
  version: number
  readonly users = new Map<string, string>()

  constructor(snapshot: PresenceSnapshot) {
    this.count = snapshot.count
    this.complete = snapshot.complete
    this.version = snapshot.version
    for (const { id, name } of snapshot.users) this.users.set(id, name)
  }

  apply(event: ServerEvent): void {
    switch (event.type) {
      case 'update_user_list':
        this.version = event.version
        this.count = event.count
        this.complete = event.complete
        this.users.clear()
        for (const { id, name } of event.users) this.users.set(id, name)
        return
      case 'user_joined':
      case 'user_left':
        if (event.version <= this.version) return
        if (event.version !== this.version + 1) throw new Error(`version ${event.version} after ${this.version}`)
        this.version = event.version
        this.count = event.count
        if (event.users.length === 0) this.complete = false
        for (const { id, name } of event.users) {
          if (event.type === 'user_joined') this.users.set(id, name)
          else this.users.delete(id)
        }
    }
  }
}
