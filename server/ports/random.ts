/** Randomness as an argument. */
export interface Random {
  /** A short id, unique in practice: 96 bits, URL-safe. */
  id(): string
  /** A secret: 128 bits at least, URL-safe. */
  token(): string
}
