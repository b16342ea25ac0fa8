import type { AuditEntry } from '../../../protocol/moderation.ts'
import { el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { type Desk, nameOf } from './desk.ts'
import { createFilters } from './filters-form.ts'
import { createHeldRow } from './held-row.ts'
import { askLaid } from './laid.ts'
import { createLaidRow } from './laid-row.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'
import type { OrderActs, OrderTab } from './order-acts.ts'
import { createPages } from './pages.ts'
import { createReportRow } from './report-row.ts'
import { createTabs } from './tabs.ts'

/** What a moderator sees of a room, in a card. Returns what says how much waits. `said`: what was done just before. */
export function showOrder(
  sheet: Sheet,
  desk: Desk,
  acts: OrderActs,
  first: OrderTab = 'reports',
  said = '',
): () => void {
  const { room } = desk
  let done = said

  function open(tab: OrderTab): readonly HTMLElement[] {
    const before = done
    done = ''
    const empty = words.none[tab]
    switch (tab) {
      case 'reports':
        return createPages(
          {
            async load(after) {
              const { reports, next } = await (await desk.ask()).reports(room.name, after)
              return { items: reports, next }
            },
            row: (report, host) => createReportRow(desk, report, host, acts),
            empty,
          },
          before,
        )
      case 'held':
        return createPages(
          {
            async load(after) {
              const { held, next } = await (await desk.ask()).held(room.name, after)
              return { items: held, next }
            },
            row: (held, host) => createHeldRow(desk, held, host),
            empty,
          },
          before,
        )
      case 'people':
        return createPages(
          {
            load: async () => ({ items: await askLaid(desk) }),
            row: (laid, host) => createLaidRow(desk, laid, host, user => acts.messages(user, tab)),
            empty,
          },
          before,
        )
      case 'filters':
        return createFilters(desk)
      case 'log':
        return createPages(
          {
            async load(after) {
              const { entries, next } = await (await desk.ask()).audit(room.name, after)
              return { items: entries, next }
            },
            row: entry => createLogRow(desk, entry),
            empty,
          },
          before,
        )
    }
  }

  const tabs = createTabs({ label: words.moderation, tabs: words.tabs, first, open })

  function count(): void {
    const { reports = 0, held = 0 } = room.info.queue ?? {}
    tabs.count('reports', reports)
    tabs.count('held', held)
  }

  count()
  sheet.show(words.moderation, tabs.nodes, tabs.first)
  return count
}

function createLogRow(desk: Desk, { at, by, action, target = {}, reason }: AuditEntry): HTMLElement {
  const { user, kind, until, approved } = target
  const what = words.entry(nameOf(by), action, nameOf(user ?? { name: '' }), {
    kind,
    until: desk.until(until),
    approved,
  })
  const why = reason ? [el('span', css.says, {}, words.reason(reason))] : []
  return el('li', look.entry, {}, el('span', css.text, {}, what), ...why, el('span', css.quiet, {}, desk.when(at)))
}
