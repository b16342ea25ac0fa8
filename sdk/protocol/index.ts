/** The wire contract as types and tables; see docs/PROTOCOL.md. */
export * from './close-codes.ts'
export * from './error-codes.ts'
export * from './events.ts'
export * from './limits.ts'
export * from './records.ts'
export * from './replies.ts'
export * from './requests.ts'
export * from './version.ts'
