import * as css from '../styles/chat.css.ts'
import { main as mainClass } from '../styles/log.css.ts'
import { createBanner } from './banner.ts'
import { createComposer } from './composer.ts'
import { el } from './el.ts'
import { createHeader } from './header.ts'
import { ALERT, CHAT } from './icon.ts'
import { createJump } from './jump.ts'
import { createLog } from './log.ts'
import { createPeople } from './people.ts'
import { createStage, type StagePart } from './stage.ts'
import { createTyping } from './typing.ts'
import type { ChatRefs, ScreenPart, View, ViewOptions } from './view.ts'

/** The room: header, people, messages and composer. */
export function createChat(options: ViewOptions): View<ScreenPart> & { refs: ChatRefs } {
  const { strings } = options
  const header = createHeader(options)
  const people = createPeople(options)
  const banner = createBanner(options)
  const log = createLog(options)
  const stage = createStage()
  const jump = createJump(options)
  const typing = createTyping(options)
  const composer = createComposer(options)
  const main = el('div', mainClass, { part: 'main' }, banner.node, log.node, jump.node, typing.node, composer.node)
  log.node.append(stage.node)
  const node = el('div', css.chat, { part: 'chat' }, header.node, people.node, people.scrim, main)

  function stageOf({ connection, refused, log }: ScreenPart): StagePart | undefined {
    const error = refused ?? (connection.status === 'closed' && !log.ready ? connection.error : undefined)
    if (error) return { name: 'blocked', icon: ALERT, text: strings.error(error) }
    const quiet = log.ready && !log.items.some(item => item.kind === 'message')
    return quiet ? { name: 'empty', icon: CHAT, text: strings.empty } : undefined
  }

  return {
    node,
    refs: {
      scroller: log.node,
      list: log.list,
      composer: composer.field,
      regions: [header.node, people.node, log.node, composer.node],
      drawer: people.node,
      behindDrawer: [header.node, main],
    },
    update(part) {
      const { chrome, connection, room, back, me } = part
      const over = stageOf(part)
      const blocked = over?.name === 'blocked'
      header.update({
        title: part.title,
        count: part.people.count,
        connection,
        me,
        drawer: chrome.drawer,
        mode: chrome.mode,
      })
      people.update({ people: part.people, me, drawer: chrome.drawer })
      banner.update({ connection, queued: part.composer.queued, back, now: chrome.now, quiet: blocked })
      log.update({ log: part.log, room, now: chrome.now, blocked })
      stage.update(over)
      jump.update(chrome)
      typing.update(part.typing)
      composer.update({ composer: part.composer, room })
    },
    dispose() {
      for (const view of [header, people, banner, log, stage, jump, typing, composer]) view.dispose()
    },
  }
}
