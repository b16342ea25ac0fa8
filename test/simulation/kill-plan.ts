/** A call between the server and what it stands on, at which its process may end. */
export type PortCall = 'send' | 'publish' | 'subscribe' | 'close' | 'commit' | 'durable' | 'committed'

/** The process ends at a call of this port, the one after `skip` others. */
export interface KillPlan {
  call: PortCall
  skip: number
  when: 'before' | 'after'
}
