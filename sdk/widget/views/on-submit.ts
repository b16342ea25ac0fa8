/**
 * Calls when a form is submitted: by its button, which browsers press for an Enter in a field, by a program, or by a
 * password manager. In a sandboxed frame no form may be submitted, and browsers tell of none: there the button is enough.
 */
export function onSubmit(form: HTMLFormElement, button: HTMLButtonElement, send: () => void): void {
  let told = false
  form.addEventListener('submit', event => {
    event.preventDefault()
    told = true
    send()
  })
  button.addEventListener('click', event => {
    event.preventDefault()
    told = false
    form.requestSubmit()
    if (!told) send()
  })
}
