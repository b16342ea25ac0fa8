import { LogFull, LogUnavailable } from '../../ports/room-log.ts'
import { EngineFull, EngineUnavailable } from './engine.ts'

/** What the engine could not do is said in the words of the log. */
export async function available<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof EngineFull) throw new LogFull(error.message, { cause: error })
    throw error instanceof EngineUnavailable ? new LogUnavailable(error.message, { cause: error }) : error
  }
}
