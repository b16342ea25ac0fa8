import type { Plugin } from 'vite'

export function cssString(options: { cwd: string }): Plugin
