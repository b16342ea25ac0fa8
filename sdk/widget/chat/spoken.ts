import type { ViewModel } from '../../store/view-model.ts'
import type { Strings } from '../i18n/en.ts'

export interface Spoken {
  text: string
  urgent: boolean
}

const lost = ({ connection }: ViewModel) => 'resuming' in connection && connection.resuming

/** What a change of the screen says to who does not see it; arriving messages are the announcer's own. */
export function spoken(before: ViewModel | undefined, now: ViewModel, strings: Strings): Spoken[] {
  const said: Spoken[] = []
  const say = (text: string, urgent: boolean) => said.push({ text, urgent })
  const error = now.screen === 'login' ? now.login.error : (now.refused ?? closedBy(now))
  const earlier = before && (before.screen === 'login' ? before.login.error : (before.refused ?? closedBy(before)))
  if (error && error !== earlier) say(strings.error(error), true)
  if (!before || now.screen !== 'chat') return said
  if (lost(now) && !lost(before)) say(strings.announceLost, false)
  if (now.news && now.news !== before.news) say(strings.news(now), false)
  if (now.composer.failed > before.composer.failed) say(strings.announceFailed, true)
  return said
}

function closedBy({ connection }: ViewModel) {
  return connection.status === 'closed' ? connection.error : undefined
}
