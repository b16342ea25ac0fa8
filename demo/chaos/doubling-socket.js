/**
 * A WebSocket class whose frames come twice, both ways, while `doubling()` says so: as a network layer that repeats
 * what it thinks lost. `connect` is said once, since saying it twice is against the protocol.
 * @param {typeof WebSocket} Base @param {() => boolean} doubling
 * @returns {typeof WebSocket}
 */
export function doublingSocket(Base, doubling) {
  return class extends Base {
    /** @param {string} text */
    send(text) {
      super.send(text)
      if (doubling() && !text.startsWith('{"type":"connect"')) super.send(text)
    }

    get onmessage() {
      return super.onmessage
    }

    set onmessage(listener) {
      super.onmessage =
        listener &&
        (event => {
          listener.call(this, event)
          if (doubling() && !String(event.data).startsWith('{"type":"ok","ref":1,')) listener.call(this, event)
        })
    }
  }
}
