export function strictPolicy(chat: string): string
export function startForeignSite(options: { chat: string; port?: number; host?: string }): Promise<{
  url: string
  close: () => Promise<void>
}>
