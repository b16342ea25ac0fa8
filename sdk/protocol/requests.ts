/** What a client may say. Each carries `ref`; the one reply repeats it. */
export interface RoomPosition {
  room: string
  epoch?: string | undefined
  seq?: number | undefined
}

export interface ConnectRequest {
  type: 'connect'
  ref: number
  token?: string | undefined
  rooms?: RoomPosition[] | undefined
}

export interface JoinRequest extends RoomPosition {
  type: 'join'
  ref: number
}

export interface LeaveRequest {
  type: 'leave'
  ref: number
  room: string
}

export interface SendRequest {
  type: 'send_message'
  ref: number
  room: string
  cid: string
  text: string
}

export interface HistoryRequest {
  type: 'history'
  ref: number
  room: string
  before?: number | undefined
  epoch?: string | undefined
  limit?: number | undefined
}

export interface UsersRequest {
  type: 'users'
  ref: number
  room: string
  after?: string | undefined
  limit?: number | undefined
}

/** The one request that may go without `ref`; it then gets no reply. */
export interface TypingRequest {
  type: 'typing'
  ref?: number | undefined
  room: string
  active: boolean
}

export interface DisconnectRequest {
  type: 'disconnect'
  ref: number
}

export type ClientFrame =
  | ConnectRequest
  | JoinRequest
  | LeaveRequest
  | SendRequest
  | HistoryRequest
  | UsersRequest
  | TypingRequest
  | DisconnectRequest

export type RequestType = ClientFrame['type']
