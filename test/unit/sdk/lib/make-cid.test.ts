import { expect, test } from 'vitest'
import { makeCid } from '../../../../sdk/lib/make-cid.ts'
import { CID } from '../../../../sdk/protocol/limits.ts'

test('[CL1] a cid is 16 characters that the server takes, and each is another one', () => {
  const cids = new Set(Array.from({ length: 1_000 }, () => makeCid()))
  expect(cids.size).toBe(1_000)
  for (const cid of cids) expect(cid).toMatch(CID)
})

test('[CL1] every byte value becomes a character that the server takes', () => {
  expect(makeCid(bytes => bytes.fill(255))).toBe('________________')
  expect(makeCid(bytes => bytes.fill(0xfb))).toMatch(CID)
})
