import { NOTE_LENGTH, REPORT_CATEGORIES, type ReportCategory } from '../../../protocol/moderation.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { label } from '../../styles/login.css.ts'
import { el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { confirm } from './confirm.ts'
import { type Desk, nameOf } from './desk.ts'
import { createForm, createNote, labelled } from './form.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

/** Asks what is wrong with a message, and has moderators look at it. */
export function showReport(sheet: Sheet, desk: Desk, { id = '', user, text }: MessageItem): void {
  let category: ReportCategory = 'spam'
  const choices = REPORT_CATEGORIES.map(each => {
    const choice = el('input', '', { type: 'radio', name: 'report-category', id: `report-${each}`, value: each })
    choice.checked = each === category
    choice.addEventListener('change', () => {
      category = each
    })
    return el('label', css.check, { for: choice.id }, choice, words.categories[each])
  })
  const note = createNote('report-note', NOTE_LENGTH)
  const { node } = createForm({
    fields: [
      el('blockquote', css.quote, {}, text),
      el('p', css.says, {}, words.reportSays(nameOf(user))),
      el('fieldset', css.choices, {}, el('legend', label, {}, words.why), ...choices),
      labelled(words.note, note),
    ],
    submit: words.reportNow,
    async run() {
      const { room } = desk
      await (await desk.ask()).report(room.name, id, category, note.value.trim() || undefined)
      confirm(sheet, desk, words.report, words.reported)
    },
    cancel: sheet.close,
  })
  sheet.show(words.report, [node], choices[0]?.querySelector('input') ?? node)
}
