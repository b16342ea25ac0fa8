export interface Trouble {
  /** Content-Security-Policy and Trusted Types violations. */
  violations: string[]
  /** Uncaught errors and rejections. */
  errors: string[]
  /** What hostile content got to run: calls of `alert` and the like, and of the trap `pwned`. */
  executed: string[]
  /** Lines of `console.error`. */
  logged: string[]
}

/** Runs in the page before its own scripts. Uses nothing from around it; a second run changes nothing. */
export function probe(): void {
  const global = window as unknown as Record<string, unknown>
  if (global.__trouble) return
  const trouble: Trouble = { violations: [], errors: [], executed: [], logged: [] }
  Object.defineProperty(window, '__trouble', { value: trouble })
  document.addEventListener(
    'securitypolicyviolation',
    event => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event
      // Firefox asks for the page's icon by itself
      if (blockedURI.endsWith('/favicon.ico')) return
      trouble.violations.push(`${effectiveDirective} ${blockedURI} ${sourceFile ?? ''}:${lineNumber} ${sample}`)
    },
    true,
  )
  window.addEventListener('error', event => {
    // Browsers tell of a delayed observation, not of a fault
    if (!event.message?.includes('ResizeObserver loop'))
      trouble.errors.push(`${event.message} ${event.error?.stack ?? ''}`)
  })
  window.addEventListener('unhandledrejection', event => {
    trouble.errors.push(`rejected: ${event.reason?.stack ?? event.reason}`)
  })
  const { error } = console
  console.error = (...args: unknown[]) => {
    trouble.logged.push(args.map(String).join(' '))
    error.apply(console, args)
  }
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'pwned'])
    global[name] = (...args: unknown[]) => {
      trouble.executed.push(`${name}(${args.map(String).join(', ')})`)
    }
}

/** Runs in the page. */
export function readTrouble(): Trouble {
  const { __trouble } = window as unknown as { __trouble?: Trouble }
  return __trouble ?? { violations: [], errors: [], executed: [], logged: [] }
}
