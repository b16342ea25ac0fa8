import { isForeign } from '../client/person.ts'
import type { User } from '../protocol/records.ts'
import type { DraftRow, Timeline } from './timeline-state.ts'

const own = ({ drafts }: Timeline, me: User | undefined) => drafts.filter(draft => !isForeign(draft, me))

/** The messages on their way that are not another person's. */
export const draftsOf = (timeline: Timeline, me: User | undefined): readonly DraftRow[] =>
  own(timeline, me).filter(draft => !draft.change)

/** Whatever this person has written that is on its way: messages and edits. */
export const writtenOf = (timeline: Timeline, me: User | undefined): readonly DraftRow[] =>
  own(timeline, me).filter(({ change }) => !change || change.type === 'edit_message')

/** The changes on their way that are not another person's. */
export const changesOf = (timeline: Timeline, me: User | undefined): readonly DraftRow[] =>
  own(timeline, me).filter(draft => draft.change)
