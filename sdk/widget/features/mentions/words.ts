/** The words of mentions. */
export const words = {
  people: 'People',
}
