/** A chat, as what asks where a sheet was opened sees it. */
export interface Place {
  client(): { readonly user?: { readonly id: string } | undefined } | undefined
  /** The room that is shown. */
  shown(): object | undefined
  /** What was drawn last. */
  view(): { readonly screen: string } | undefined
}

/**
 * Asked when a sheet is opened that is about one room and one reader; what it returns says whether both are still those
 * that are shown. The login, another person and another room are behind no sheet of before.
 */
export function openedHere(host: Place): () => boolean {
  const place = () => [host.client(), host.shown(), host.client()?.user?.id]
  const before = place()
  return () => host.view()?.screen === 'chat' && place().every((each, index) => each === before[index])
}
