import { plural } from '../../i18n/formats.ts'

/** The words of a list beside the composer. */
export const words = {
  /** Of these words. */
  lang: 'en',
  /** Said when the list opens or is of another length. */
  found: (label: string, count: number) => `${label}: ${count} ${plural(count, 'suggestion')}`,
}
