/**
 * JSON of plain data. Not by `JSON.stringify` alone, which asks arrays and objects for a `toJSON`: what old libraries put
 * there for all arrays of a page (Prototype.js does) makes texts of them.
 */
export function toJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJson)}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${toJson(each)}`)}}`
}
