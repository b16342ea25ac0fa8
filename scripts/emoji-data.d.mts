import type { Plugin } from 'vite'

/** Languages that there are names in, as the files are called. */
export const LANGUAGES: readonly string[]
export function glyphs(): string
export function names(language: string): string
export function codes(): string
export function emojiData(): Plugin
