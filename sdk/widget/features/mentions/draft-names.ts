import type { User } from '../../../protocol/records.ts'
import { keepDraft, keptDraft } from '../talk/kept-draft.ts'
import type { TalkHost } from '../talk/talk-host.ts'

type Person = Pick<User, 'id' | 'name'>

/** Names that one draft remembers. */
const MOST = 50

/** Whom the half-typed text names, as they were chosen from the list: with the text they are kept over a reload. */
export function draftNames(host: TalkHost): {
  chosen(): readonly Person[]
  add(person: Person): void
  /** The text was sent, or taken back. */
  cleared(): void
} {
  const chosen = () => keptDraft(host).named ?? []
  /** Chosen for the edit that is open; its text is not kept. */
  let edited: Person[] = []
  const isEdit = () => host.chrome().writing?.as === 'edit'
  return {
    chosen: () => (isEdit() ? edited : chosen()),
    add({ id, name }) {
      const others = (isEdit() ? edited : chosen()).filter(each => each.name !== name)
      const all = [...others, { id, name }].slice(-MOST)
      if (isEdit()) edited = all
      else keepDraft(host, { named: all })
    },
    cleared() {
      if (isEdit()) edited = []
      else keepDraft(host, { named: undefined })
    },
  }
}
