import type { EngineName } from './engine.ts'

export interface InstalledEngines {
  chromium: string | undefined
  firefox: string | undefined
  driver: string | undefined
  miniBrowser: string | undefined
  xvfb: string | undefined
  missing: Partial<Record<EngineName, string>>
}

export function installedEngines(): InstalledEngines
