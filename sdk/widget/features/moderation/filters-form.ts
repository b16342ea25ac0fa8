import type { ChatError } from '../../../lib/chat-error.ts'
import type { FilterAction, Filters, LinkRule } from '../../../protocol/filters.ts'
import * as look from '../../styles/login.css.ts'
import { attr, el, say } from '../../views/el.ts'
import { createChoice } from './choice.ts'
import type { Desk } from './desk.ts'
import { labelled } from './form.ts'
import * as css from './moderation.css.ts'
import { words } from './moderator-words.ts'

/** The strongest first. */
const ACTIONS: readonly FilterAction[] = ['block', 'hold', 'report']

/** What the room does not let in, as those who keep order set it; it is asked for when it is shown. */
export function createFilters(desk: Desk): readonly HTMLElement[] {
  const status = el('p', css.says, { role: 'status' }, words.loading)
  const node = el('div', css.form, {}, status)
  const load = async () => {
    try {
      const { filters, server } = await (await desk.ask()).filters(desk.room.name)
      node.replaceChildren(createForm(desk, filters, server))
    } catch (error) {
      say(status, words.error(error as ChatError))
    }
  }
  void load()
  return [node]
}

function createForm(desk: Desk, filters: Filters, server: boolean): HTMLElement {
  const { links, floods, hold = 'nobody' } = filters
  const terms = (action: FilterAction) =>
    (filters.words ?? []).filter(each => each.action === action).map(({ term }) => term)
  const lists = ACTIONS.map(action => ({ action, area: createLines(`filter-${action}`, terms(action)) }))
  const allowed = createLines('filter-allow', filters.allow ?? [])
  const linkMode = createChoice('filter-links', Object.entries(words.linkModes))
  const hosts = createLines('filter-hosts', links?.hosts ?? [])
  const linkAction = createChoice('filter-link-action', Object.entries(words.actions))
  const same = createNumber('filter-same', floods?.same)
  const letters = createNumber('filter-letters', floods?.letters)
  const floodAction = createChoice('filter-flood-action', Object.entries(words.actions))
  const holds = createChoice('filter-hold', Object.entries(words.holds))
  linkMode.value = links?.mode ?? 'any'
  linkAction.value = links?.action ?? 'block'
  floodAction.value = floods?.action ?? 'block'
  holds.value = hold
  const says = el('p', css.says, { role: 'status', hidden: true })
  const press = el('button', look.primary, { type: 'submit' }, words.saveFilters)
  const intro = server ? [el('p', css.says, {}, words.serverFilters)] : []
  const form = el(
    'form',
    css.form,
    { novalidate: true },
    ...intro,
    labelled(words.holdLabel, holds),
    el('p', css.says, {}, words.wordsSay),
    ...lists.map(({ action, area }) => labelled(words.wordLists[action], area)),
    labelled(words.allowed, allowed),
    labelled(words.links, linkMode),
    labelled(words.hosts, hosts),
    labelled(words.linkAction, linkAction),
    labelled(words.same, same),
    labelled(words.letters, letters),
    labelled(words.floodAction, floodAction),
    says,
    press,
  )
  const showHosts = () => {
    const isListed = linkMode.value === 'allow' || linkMode.value === 'block'
    attr(hosts.parentElement as HTMLElement, 'hidden', !isListed)
    attr(linkAction.parentElement as HTMLElement, 'hidden', linkMode.value === 'any')
  }
  linkMode.addEventListener('change', showHosts)
  showHosts()

  function read(): Filters {
    const rules = lists.flatMap(({ action, area }) => linesOf(area).map(term => ({ term, action })))
    const mode = linkMode.value as LinkRule['mode'] | 'any'
    const flood = { same: numberOf(same), letters: numberOf(letters) }
    const isFlood = flood.same !== undefined || flood.letters !== undefined
    return {
      ...(rules.length > 0 && { words: rules }),
      ...(linesOf(allowed).length > 0 && { allow: linesOf(allowed) }),
      ...(mode !== 'any' && {
        links: { mode, action: linkAction.value as FilterAction, ...(mode !== 'none' && { hosts: linesOf(hosts) }) },
      }),
      ...(isFlood && { floods: { ...floods, ...flood, action: floodAction.value as FilterAction } }),
      ...(holds.value !== 'nobody' && { hold: holds.value as 'first' }),
      ...(filters.below && { below: filters.below }),
    }
  }

  form.addEventListener('submit', async event => {
    event.preventDefault()
    try {
      await (await desk.ask()).setFilters(desk.room.name, read())
      say(says, words.filtersSaved)
    } catch (error) {
      const { code, message } = error as ChatError
      // the server names the entry that is wrong
      const isNamed = code === 'bad_request' || code === 'not_found'
      say(says, isNamed ? message : words.error(error as ChatError))
    }
    attr(says, 'hidden', false)
  })
  return form
}

/** One entry a line. */
function createLines(id: string, lines: readonly string[]): HTMLTextAreaElement {
  const area = el('textarea', css.note, { id, rows: 3, dir: 'auto', spellcheck: 'false', autocapitalize: 'off' })
  area.value = lines.join('\n')
  return area
}

const linesOf = ({ value }: HTMLTextAreaElement) =>
  value
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

function createNumber(id: string, value: number | undefined): HTMLInputElement {
  return el('input', look.input, { id, inputmode: 'numeric', value: `${value ?? ''}` })
}

const numberOf = ({ value }: HTMLInputElement) => (value.trim() === '' ? undefined : Number(value))
