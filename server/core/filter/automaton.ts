/** Where patterns end in a text, found in one walk through it (Aho and Corasick, 1975). */
export interface Automaton<T> {
  /**
   * Calls `visit` for each pattern that stands in the text, with its items and where it begins and ends, until that
   * answers true. Gives the number of steps: at most two for each unit of the text, and one for each pattern found.
   */
  scan(text: string, visit: (items: readonly T[], from: number, to: number) => boolean): number
}

/** Of patterns with the same text all items are kept. The empty text is no pattern. */
export function buildAutomaton<T>(patterns: Iterable<readonly [text: string, item: T]>): Automaton<T> {
  const ids = new Map<number, number>()
  const items = new Map<number, T[]>()
  // of each node: its depth, and from which one by what it is reached
  const depth = [0]
  const parent = [0]
  const by = [0]
  const list = Array.from(patterns)
  for (const [text] of list)
    for (let at = 0; at < text.length; at++) if (!ids.has(text.charCodeAt(at))) ids.set(text.charCodeAt(at), ids.size)
  const width = ids.size
  const next = new Map<number, number>()
  for (const [text, item] of list) {
    let node = 0
    for (let at = 0; at < text.length; at++) {
      const id = ids.get(text.charCodeAt(at)) ?? 0
      let child = next.get(node * width + id)
      if (child === undefined) {
        child = depth.length
        next.set(node * width + id, child)
        depth.push(at + 1)
        parent.push(node)
        by.push(id)
      }
      node = child
    }
    if (node > 0) items.set(node, [...(items.get(node) ?? []), item])
  }

  // of each node: where to go on when no child fits, and the next shorter and the longest pattern that end there
  const fall = new Int32Array(depth.length)
  const shorter = new Int32Array(depth.length)
  const longest = new Int32Array(depth.length)
  for (const node of byDepth(depth)) {
    let back = parent[node] as number
    let found: number | undefined
    while (found === undefined && back > 0) {
      back = fall[back] as number
      found = next.get(back * width + (by[node] as number))
    }
    fall[node] = found ?? 0
    const behind = fall[node]
    shorter[node] = longest[behind] as number
    longest[node] = items.has(node) ? node : (shorter[node] as number)
  }

  return {
    scan(text, visit) {
      let steps = 0
      let node = 0
      for (let at = 0; at < text.length; at++) {
        steps++
        const id = ids.get(text.charCodeAt(at))
        if (id === undefined) {
          node = 0
          continue
        }
        let child = next.get(node * width + id)
        while (child === undefined && node > 0) {
          steps++
          node = fall[node] as number
          child = next.get(node * width + id)
        }
        node = child ?? 0
        for (let end = longest[node] as number; end > 0; end = shorter[end] as number) {
          steps++
          if (visit(items.get(end) ?? [], at + 1 - (depth[end] as number), at + 1)) return steps
        }
      }
      return steps
    },
  }
}

/** All nodes but the root, the shallow ones first. */
function byDepth(depth: readonly number[]): number[] {
  const levels: number[][] = []
  for (let node = 1; node < depth.length; node++) {
    const level = depth[node] as number
    levels[level] ??= []
    levels[level].push(node)
  }
  return levels.flat()
}
