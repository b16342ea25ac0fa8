import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { fillPermissions, PAGE } from '../../scripts/permissions.mjs'
import * as policy from '../../sdk/protocol/policy.ts'

const page = readFileSync(path.join(import.meta.dirname, '../..', PAGE), 'utf8')

test('[RT6] the table of docs/permissions.md is the one that decides; npm run permissions writes it', () => {
  expect(fillPermissions(page, policy)).toBe(page)
  for (const action of Object.keys(policy.POLICY)) expect(page).toContain(`| \`${action}\` |`)
})
