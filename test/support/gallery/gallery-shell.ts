import type { ChatError } from '../../../sdk/lib/chat-error.ts'
import type { ViewModel } from '../../../sdk/store/view-model.ts'
import type { Strings } from '../../../sdk/widget/i18n/en.ts'
import { whyBlocked } from '../../../sdk/widget/i18n/en-failure.ts'
import { enQuestion } from '../../../sdk/widget/i18n/en-question.ts'
import { createChat } from '../../../sdk/widget/views/chat.ts'
import { copyText } from '../../../sdk/widget/views/copy-text.ts'
import * as pieces from '../../../sdk/widget/views/draw-pieces.ts'
import { createFailure } from '../../../sdk/widget/views/failure.ts'
import { findPieces } from '../../../sdk/widget/views/find-pieces.ts'
import { createJump } from '../../../sdk/widget/views/jump.ts'
import { setLater } from '../../../sdk/widget/views/later.ts'
import { pointAt } from '../../../sdk/widget/views/point-at.ts'
import { createQuestion } from '../../../sdk/widget/views/question.ts'
import { createShell } from '../../../sdk/widget/views/shell.ts'
import { showFar } from '../../../sdk/widget/views/show-far.ts'
import { createTyping } from '../../../sdk/widget/views/typing.ts'
import type { ChatRefs, Chrome, Content, Emit, Shell } from '../../../sdk/widget/views/view.ts'
import { writeTyped } from '../../../sdk/widget/views/write-typed.ts'

/** What a chat loads once it is painted. */
const later = { ...pieces, writeTyped, findPieces, copyText, createFailure, whyBlocked, pointAt, showFar }

/** All views of the widget as one, without a client or behaviors. */
export interface GalleryShell extends Omit<Shell, 'update' | 'content'> {
  /** What the behaviors of the chat would take hold of; undefined on the login screen. */
  readonly chat: ChatRefs | undefined
  update(state: ViewModel & { chrome: Chrome }): void
}

/** `away`: why there is no chat yet. */
export function galleryShell(strings: Strings, emit: Emit, away?: ChatError): GalleryShell {
  let shown: ViewModel & { chrome: Chrome }
  let refs: ChatRefs | undefined

  function show(panel: HTMLElement): Content {
    const view = createChat({ strings, emit })
    view.add({ createJump, createTyping })
    setLater(later)
    const question = createQuestion({ strings: enQuestion(strings.pageLang || undefined), emit })
    panel.append(question.node)
    refs = view.refs
    const nothing = () => {}
    return {
      node: view.node,
      first: view.refs.composer,
      update(part) {
        view.update({ ...shown, ...part })
        question.update(part.chrome)
      },
      start: nothing,
      settle: nothing,
      resized: nothing,
      stop: nothing,
    }
  }

  const shell = createShell({ strings, emit, content: () => away ?? (place => show(place.panel)) })
  const { node, panel, launcher } = shell
  return {
    node,
    panel,
    launcher,
    get chat() {
      return shell.content && refs
    },
    get first() {
      return shell.first
    },
    update(state) {
      shown = state
      shell.update(state)
    },
    dispose: () => shell.dispose(),
  }
}
