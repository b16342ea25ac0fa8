export function build(options?: { force?: boolean }): Promise<string[]>
export function staleParts(options?: { force?: boolean }): string[]
