import { projectFiles, read } from './project-files.ts'

export interface Snippet {
  /** Where it stands: `README.md:12`. */
  at: string
  language: string
  text: string
}

/** Every fenced block of a page. */
export function snippetsOf(file: string, markdown: string): Snippet[] {
  const snippets: Snippet[] = []
  let open: (Snippet & { fence: string; lines: string[] }) | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*(```+|~~~+)\s*(\S*)/.exec(line)
    if (open && fence?.[1] === open.fence) {
      snippets.push({ at: open.at, language: open.language, text: open.lines.join('\n') })
      open = undefined
    } else if (open) open.lines.push(line)
    else if (fence)
      open = { at: `${file}:${index + 1}`, language: fence[2] ?? '', text: '', fence: fence[1]!, lines: [] }
  }
  if (open) throw new Error(`${open.at}: the block is not closed.`)
  return snippets
}

/** The pages that people read. */
export function documents(): Map<string, string> {
  const files = projectFiles().filter(file => file.endsWith('.md'))
  return new Map(files.map(file => [file, read(file)]))
}
