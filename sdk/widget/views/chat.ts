import * as css from '../styles/chat.css.ts'
import { typing as typingClass } from '../styles/composer.css.ts'
import { main as mainClass } from '../styles/log.css.ts'
import { createBanner } from './banner.ts'
import { createComposer } from './composer.ts'
import { attr, el } from './el.ts'
import { createHeader } from './header.ts'
import { createLog } from './log.ts'
import { createPeople } from './people.ts'
import { createStage } from './stage.ts'
import type { ChatRefs, ScreenPart, View, ViewOptions } from './view.ts'

/** Views of what a room that was just entered does not show. */
export type LaterViews = Pick<typeof import('./jump.ts') & typeof import('./typing.ts'), 'createJump' | 'createTyping'>

export interface ChatView extends View<ScreenPart> {
  refs: ChatRefs
  /** They are loaded; their first update is the next. */
  add(later: LaterViews): void
}

/** The room: header, people, messages and composer. */
export function createChat(options: ViewOptions): ChatView {
  const header = createHeader(options)
  const people = createPeople(options)
  const banner = createBanner(options)
  const log = createLog(options)
  const stage = createStage(options)
  // Its place is kept when nobody types
  const typing = el('div', typingClass, { part: 'typing' })
  const composer = createComposer(options)
  const main = el('div', mainClass, { part: 'main' }, banner.node, log.node, typing, composer.node)
  log.node.append(stage.node)
  const node = el('div', css.chat, { part: 'chat' }, header.node, people.node, people.scrim, main)
  const views: View<ScreenPart>[] = [header, people, banner, log, stage, composer]

  return {
    node,
    refs: {
      scroller: log.node,
      list: log.list,
      below: log.below,
      rowOf: log.rowOf,
      box: node,
      composer: composer.field,
      regions: [header.node, people.node, log.node, composer.node],
      drawer: people.node,
      behindDrawer: [header.node, main],
    },
    update(part) {
      attr(node, 'data-accounts', !!part.chrome.accounts)
      for (const view of views) view.update(part)
    },
    add({ createJump, createTyping }) {
      const jump = createJump(options)
      typing.before(jump.node)
      views.push(jump, createTyping(options, typing))
    },
  }
}
