import { existsSync } from 'node:fs'
import path from 'node:path'
import { ROOT, read } from './project-files.ts'

/** Links of a page to files and headings that are not there. */
export function checkLinks(file: string, markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return []
    const [name = '', heading] = link.split('#')
    const target = name ? path.join(path.dirname(file), name) : file
    if (!existsSync(path.join(ROOT, target))) return [`${file}: ${link}: no such file`]
    return heading && !anchorsOf(read(target)).includes(heading) ? [`${file}: ${link}: no such heading`] : []
  })
}

function anchorsOf(markdown: string): string[] {
  const headings = markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
