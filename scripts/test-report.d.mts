export interface Counted {
  passed: number
  skipped: number
  broken: string[]
}
export function testReport(result: Counted & { missing: string[]; ci: boolean }): { lines: string[]; ok: boolean }
export function countReport(report: unknown): Counted
