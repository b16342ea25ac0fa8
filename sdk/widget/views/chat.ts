import * as css from '../styles/chat.css.ts'
import { main as mainClass } from '../styles/log.css.ts'
import { createBanner } from './banner.ts'
import { createComposer } from './composer.ts'
import { attr, el } from './el.ts'
import { createHeader } from './header.ts'
import { createJump } from './jump.ts'
import { createLog } from './log.ts'
import { createPeople } from './people.ts'
import { createStage } from './stage.ts'
import { createTyping } from './typing.ts'
import type { ChatRefs, ScreenPart, View, ViewOptions } from './view.ts'

/** The room: header, people, messages and composer. */
export function createChat(options: ViewOptions): View<ScreenPart> & { refs: ChatRefs } {
  const header = createHeader(options)
  const people = createPeople(options)
  const banner = createBanner(options)
  const log = createLog(options)
  const stage = createStage(options)
  const jump = createJump(options)
  const typing = createTyping(options)
  const composer = createComposer(options)
  const main = el('div', mainClass, { part: 'main' }, banner.node, log.node, jump.node, typing.node, composer.node)
  log.node.append(stage.node)
  const node = el('div', css.chat, { part: 'chat' }, header.node, people.node, people.scrim, main)

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
      for (const view of [header, people, banner, log, stage, jump, typing, composer]) view.update(part)
    },
  }
}
