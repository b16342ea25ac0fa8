/** Lines of an export that are no events: what is known of rooms and people. */
export const ENTRY_TYPES = [
  ...(['account', 'removed', 'erasure', 'removal'] as const),
  ...(['room', 'membership', 'invitation', 'block', 'position', 'sanction'] as const),
] as const

/** Whether a line says that it is one of these. */
export const isEntryType = (type: unknown): type is (typeof ENTRY_TYPES)[number] =>
  ENTRY_TYPES.includes(type as (typeof ENTRY_TYPES)[number])
