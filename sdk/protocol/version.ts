/** The WebSocket subprotocol that names this wire contract; a change that breaks clients gets a new name. */
export const SUBPROTOCOL = 'chat.v1'

/** The number that `connect` answers in `protocol`. */
export const PROTOCOL_VERSION = 1
