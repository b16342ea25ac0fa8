import { ChatError } from '../../../lib/chat-error.ts'
import { NOTE_LENGTH } from '../../../protocol/moderation.ts'
import type { SanctionKind } from '../../../protocol/policy.ts'
import { el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { confirm } from './confirm.ts'
import type { Desk } from './desk.ts'
import { createForm, createNote, labelled } from './form.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

/** Asks why something that was laid on the reader should not last, and tells moderators. */
export function showAppeal(sheet: Sheet, desk: Desk, kind: SanctionKind, done: () => void): void {
  const note = createNote('appeal-note', NOTE_LENGTH)
  const { node } = createForm({
    fields: [el('p', css.says, {}, words.appealSays), labelled(words.appealWhy, note)],
    submit: words.appealNow,
    async run() {
      const text = note.value.trim()
      if (!text) {
        note.focus()
        throw new ChatError('bad_request', words.appealNone)
      }
      await (await desk.ask()).appeal(desk.room.name, kind, text)
      done()
      confirm(sheet, desk, words.appealTitle, words.appealed)
    },
    cancel: sheet.close,
  })
  sheet.show(words.appealTitle, [node], note)
}
