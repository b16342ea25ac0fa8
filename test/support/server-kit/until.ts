/** Waits for a condition; after `ms` it throws and says what was awaited. */
export async function until(what: string, condition: () => boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}
