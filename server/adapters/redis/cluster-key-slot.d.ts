declare module 'cluster-key-slot' {
  /** The slot of a cluster in which a key is, 0 to 16,383. */
  // biome-ignore lint/style/noDefaultExport: it has one
  export default function slotOf(key: string): number
}
