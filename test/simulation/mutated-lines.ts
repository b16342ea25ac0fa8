/** What one socket said, frame by frame. */
export type Line = readonly string[]

type Change = (line: Line, other: Line, at: (below: number) => number) => Line

const CHANGES: readonly Change[] = [
  // a frame is lost
  (line, _, at) => line.toSpliced(at(line.length), 1),
  // a frame comes again, later
  (line, _, at) => {
    const from = at(line.length)
    return line.toSpliced(from + at(line.length - from), 0, line[from] ?? '')
  },
  // two change places
  (line, _, at) => {
    const [one, two] = [at(line.length), at(line.length)]
    return line.with(one, line[two] ?? '').with(two, line[one] ?? '')
  },
  // the end of another session follows
  (line, other, at) => [...line.slice(0, at(line.length)), ...other.slice(at(other.length))],
  // one frame of another session comes in between
  (line, other, at) => line.toSpliced(at(line.length), 0, other[at(other.length)] ?? ''),
  // everything comes again
  line => [...line, ...line],
  // a frame breaks off
  (line, _, at) => {
    const place = at(line.length)
    return line.with(place, (line[place] ?? '').slice(0, at(20)))
  },
  // several frames come as one
  (line, _, at) => {
    const from = at(line.length)
    const some = line.slice(from, from + 4).flatMap(text => {
      try {
        return [JSON.parse(text)].flat()
      } catch {
        return []
      }
    })
    return line.toSpliced(from, 4, JSON.stringify(some))
  },
]

/** The line with `times` changes; what comes from elsewhere is of one of the `others`. */
export function mutate(line: Line, others: readonly Line[], times: number, random: () => number): Line {
  const at = (below: number) => Math.floor(random() * below)
  let mutated = line
  for (let i = 0; i < times && mutated.length > 0; i++) {
    mutated = CHANGES[at(CHANGES.length)]?.(mutated, others[at(others.length)] ?? [], at) ?? mutated
  }
  return mutated.slice(0, 400)
}
