/** The words of formatted texts. */
export const words = {
  spoiler: 'Spoiler',
  code: (label: string) => (label ? `Code, ${label}` : 'Code'),
  copy: 'Copy',
  copyCode: 'Copy code',
  copied: 'Code copied.',
  notCopied: 'This browser does not let the code be copied.',
}
