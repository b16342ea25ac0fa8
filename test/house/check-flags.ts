/** Flags in the prose of a page that nothing understands. */
export function checkFlags(file: string, markdown: string, known: readonly string[]): string[] {
  const prose = markdown.replace(/```[\s\S]*?```/g, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) =>
    [...code.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)]
      .map(([, flag = '']) => flag)
      .filter(flag => !flag.startsWith('chat-') && !known.includes(flag))
      .map(flag => `${file}: --${flag}`),
  )
}
