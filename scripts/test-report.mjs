/**
 * The last lines of `npm test`, and whether all is well.
 * @param {{ passed: number, skipped: number, broken: string[], missing: string[], ci: boolean }} result
 * `broken`: what failed; `missing`: the browsers and versions of Node without which something did not run
 * @returns {{ lines: string[], ok: boolean }}
 */
export function testReport({ passed, skipped, broken, missing, ci }) {
  const lines = broken.map(name => `failed: ${name}`)
  if (missing.length > 0) {
    lines.push(`Not run for want of what "npm run setup" installs: ${missing.join('; ')}.`)
    if (ci) lines.push('CI is set, so each of these is a failure.')
  }
  const failed = broken.length + (ci ? missing.length : 0)
  lines.push(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return { lines, ok: failed === 0 }
}

/**
 * What a JSON report of vitest counts; `undefined` where it wrote none.
 * @returns {{ passed: number, skipped: number, broken: string[] }}
 */
export function countReport(report) {
  if (!report) return { passed: 0, skipped: 0, broken: [] }
  const broken = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(test => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [`${name}: ${message}`]
    return failed.map(test => [`${name}: ${test.fullName}`, ...reasonOf(test)].join('\n  '))
  })
  return { passed: report.numPassedTests, skipped: report.numPendingTests + report.numTodoTests, broken }
}

/** Lines of why a test failed that say enough where only the end of an output is kept. */
const REASON_LINES = 12
const LINE_LENGTH = 2_000

function reasonOf({ failureMessages = [] }) {
  const lines = failureMessages.flatMap(message => message.split('\n')).filter(line => line.trim())
  return lines.slice(0, REASON_LINES).map(line => line.slice(0, LINE_LENGTH))
}
