import type { Snippet } from './snippets.ts'

/** Checks `json` by parsing, and files of other programs by their brackets and line ends. */
export function checkShape({ at, language, text }: Snippet): string[] {
  if (language === 'json') return jsonFaults(text).map(fault => `${at}: ${fault}`)
  const faults = bracketFaults(text)
  if (language === 'nginx')
    faults.push(
      ...lines(text)
        .filter(line => !/[;{}]$/.test(line))
        .map(line => `no end: ${line}`),
    )
  if (language === 'yaml') faults.push(...lines(text).filter(line => !/^(?:---|(?:- )?[\w/.]+:(?: .+)?)$/.test(line)))
  if (language === 'ini') faults.push(...lines(text).filter(line => !/^(?:\[\w+\]$|\w+=.)/.test(line)))
  return faults.map(fault => `${at}: ${fault}`)
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(line => line !== '')
}

/** One value, or one a line. */
function jsonFaults(text: string): string[] {
  const parses = (part: string) => {
    try {
      JSON.parse(part)
      return true
    } catch {
      return false
    }
  }
  return parses(text) ? [] : lines(text).filter(line => !parses(line))
}

function bracketFaults(text: string): string[] {
  const open: string[] = []
  for (const [mark] of text.matchAll(/[{}]/g)) {
    if (mark === '{') open.push(mark)
    else if (!open.pop()) return ['a bracket closes nothing']
  }
  return open.length ? ['a bracket is not closed'] : []
}
