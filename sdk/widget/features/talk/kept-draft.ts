import type { User } from '../../../protocol/records.ts'
import type { TalkHost } from './talk-host.ts'

/** What belongs to a half-typed text, beside the text. */
export interface KeptDraft {
  /** The id of the message that it answers. */
  replyTo?: string | undefined
  /** Whom it names, as they were chosen. */
  named?: readonly Pick<User, 'id' | 'name'>[] | undefined
}

const isPerson = (value: unknown): value is Pick<User, 'id' | 'name'> =>
  typeof (value as User | null)?.id === 'string' && typeof (value as User).name === 'string'

/** Of the reader in the room that is shown; what was kept may be anything. */
export function keptDraft(host: Pick<TalkHost, 'note' | 'shown'>): KeptDraft {
  const { replyTo, named } = (host.note(host.shown()?.room.name ?? '').draft ?? {}) as Record<string, unknown>
  return {
    replyTo: typeof replyTo === 'string' ? replyTo : undefined,
    named: Array.isArray(named) ? named.filter(isPerson) : undefined,
  }
}

export function keepDraft(host: Pick<TalkHost, 'note' | 'shown' | 'keep'>, change: KeptDraft): void {
  const { replyTo, named } = { ...keptDraft(host), ...change }
  const draft = replyTo !== undefined || named?.length ? { replyTo, named } : undefined
  if (draft || host.note(host.shown()?.room.name ?? '').draft) host.keep({ draft })
}
