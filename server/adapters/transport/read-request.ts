import type { HttpRequest } from '../../ports/transport.ts'
import type { Answer } from './http-answer.ts'

/** Of a request without one, or whose body is not read yet. */
export const NO_BODY = new Uint8Array()

/** A request as the port has it, or the answer to one that cannot be served. */
export type ReadRequest = { ok: true; request: HttpRequest } | { ok: false; answer: Answer }
