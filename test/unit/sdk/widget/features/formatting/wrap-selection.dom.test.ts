import { expect, test } from 'vitest'
import { wrap } from '../../../../../../sdk/widget/features/formatting/wrap-selection.ts'

/** A field with what stands between brackets selected. */
function fieldOf(text: string): HTMLTextAreaElement {
  const field = document.createElement('textarea')
  document.body.append(field)
  field.value = text.replace(/[[\]]/g, '')
  field.setSelectionRange(text.indexOf('['), text.indexOf(']') - 1)
  document.execCommand = () => false
  return field
}
const shown = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
  `${value.slice(0, selectionStart)}[${value.slice(selectionStart, selectionEnd)}]${value.slice(selectionEnd)}`

test.each([
  ['**', 'a [word] b', 'a **[word]** b'],
  ['**', 'a **[word]** b', 'a [word] b'],
  ['**', 'hi []', 'hi **[]**'],
  ['**', 'hi **[]**', 'hi []'],
  ['`', 'hi `[]`', 'hi []'],
  ['*', 'hi *[]*', 'hi []'],
  ['~~', '~~[]~~', '[]'],
  ['*', '[hello ]', '*[hello]* '],
  ['*', ' [ hello \n]', '  *[hello]* \n'],
  ['**', '[**hello**]', '[hello]'],
  ['`', '[`x`]', '[x]'],
  ['*', '**[word]**', '***[word]***'],
  ['*', '***[word]***', '**[word]**'],
  ['**', '***[word]***', '*[word]*'],
  ['*', '[**hello**]', '*[**hello**]*'],
  ['**', '*[word]*', '***[word]***'],
])('[FM19] %s on %s is %s', (mark, before, after) => {
  const field = fieldOf(before)
  wrap(field, mark)
  expect(shown(field)).toBe(after)
  field.remove()
})
