import { listen } from './behavior.ts'

/** A press on a form beside what is in it is meant for its field. Returns what stops it. */
export function pressBeside(field: HTMLTextAreaElement): () => void {
  return listen(field.form ?? field, 'click', ({ target }) => {
    if (target === field.form) field.focus()
  })
}
