export function startChaosSite(options?: { port?: number; host?: string }): Promise<{
  url: string
  close: () => Promise<void>
}>
