import { isOwn } from '../../../client/person.ts'
import type { User } from '../../../protocol/records.ts'
import { createAvatar } from '../../views/avatar.ts'
import { type CompletionEntry, MOST } from '../completion/completion.ts'
import type { TalkFeature, TalkHost } from '../talk/talk-host.ts'
import { draftNames } from './draft-names.ts'
import { findPeople } from './find-people.ts'
import { peopleAway } from './people-away.ts'
import { byName, resolveNames } from './resolve-names.ts'
import { words } from './words.ts'

/** How long nobody types before the server is asked for more people. ms */
const PAUSE_MS = 150

interface PersonEntry extends CompletionEntry {
  user: User
}

/** Naming people: the list behind `@`, and whom a text names when it is sent. */
export function openMentions(host: TalkHost): TalkFeature {
  const names = draftNames(host)
  const away = peopleAway(host, () => host.completion.refresh())
  let cancel = () => {}
  /** What was looked for last, while more of the people of a large room are asked for. */
  let wanted: string | undefined
  /** How many were known then. */
  let known: number | undefined

  /** Those who have written, the last one first. */
  function* spoke(): Generator<User> {
    for (const item of [...(host.view()?.log.items ?? [])].reverse())
      if (item.kind === 'message' && !isMe(item.user) && !item.user.deleted) yield item.user
  }
  function* here(): Generator<User> {
    for (const user of [...(host.view()?.people.users ?? []), ...away.users()]) if (!isMe(user)) yield user
  }
  const isMe = (user: User) => isOwn(user, host.client() ?? {})

  function find(query: string): PersonEntry[] {
    const found = findPeople({ spoke: spoke(), here: here() }, query, MOST)
    wanted = found.length < MOST && query ? query : undefined
    away.ask()
    askMore()
    return found.map(user => ({ key: user.id, label: user.name, user, mark: () => face(user) }))
  }

  /** Of a large room not everybody is known: page by page, as long as nobody types on. */
  function askMore(): void {
    cancel()
    const { people } = host.view() ?? {}
    known = people?.users.length
    if (wanted !== undefined && people?.more)
      cancel = host.clock.after(PAUSE_MS, () => {
        if (!host.view()?.people.loading) host.emit({ type: 'more-people' })
      })
  }

  const unregister = host.completion.register<PersonEntry>({
    trigger: '@',
    label: words.people,
    query: /^(?!\s)[^\n@]{0,80}$/u,
    find,
    insert({ user }) {
      names.add(user)
      return `@${user.name}`
    },
  })

  function written({ target }: Event): void {
    const field = host.refs()?.composer
    if (target === field && field?.value === '') names.cleared()
  }
  host.root.addEventListener('input', written)

  return {
    look() {
      const { people } = host.view() ?? {}
      // No more came: it could not be asked, or there are none
      if (wanted === undefined || !people || people.loading || people.users.length === known) return
      known = people.users.length
      host.completion.refresh()
    },
    outgoing(message) {
      const { item, as } = host.chrome().writing ?? {}
      const before = as === 'edit' ? (item?.mentions ?? []) : []
      const people = byName({ chosen: [...before, ...names.chosen()], here: here(), spoke: spoke() })
      const most = host.client()?.limits.mentions ?? 0
      const resolve = () => resolveNames(`${message.text}`, people, most)
      message.text = resolve().text
      // The page may change the text, or say itself who is named
      let said: unknown
      Object.defineProperty(message, 'mentions', {
        enumerable: true,
        get() {
          const ids = Array.isArray(said) ? said.map(String) : resolve().ids
          return ids.length > 0 ? ids : undefined
        },
        set(value: unknown) {
          said = value
        },
      })
      return undefined
    },
    stop() {
      cancel()
      host.root.removeEventListener('input', written)
      unregister()
    },
  }
}

function face(user: User): Node {
  const avatar = createAvatar()
  avatar.update(user)
  return avatar.node
}
