import type { ViewModel } from '../../store/view-model.ts'
import type { ChatHost } from './chat-host.ts'

/** Draws what others do, given what was drawn last. */
export function drawLater({ draws, chrome }: ChatHost, { screen, log }: Partial<ViewModel> = {}): void {
  // Who has come, or reads on, waits for a page
  if (chrome().open && screen !== 'login' && !log?.ready) draws.soon()
  else if (log?.older === 'loading' || log?.newer === 'loading') draws.request()
  else draws.requestLater()
}
