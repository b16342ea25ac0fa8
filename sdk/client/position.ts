/** What an event with `seq` is to a client that has applied everything up to `last`. */
export function place(last: number, seq: number): 'known' | 'next' | 'gap' {
  if (seq <= last) return 'known'
  return seq === last + 1 ? 'next' : 'gap'
}
