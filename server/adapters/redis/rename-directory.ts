import type { HoldRecord, ReportRecord } from '../../ports/moderation.ts'
import type { Cells } from './cells.ts'
import { DirectoryCells, directoryOf } from './directory-cells.ts'
import { keyOfReport } from './directory-reports.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { Engine } from './engine.ts'
import { namesOf } from './export-directory.ts'
import { together } from './known.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { scanParts } from './scan.ts'
import { transact } from './transact.ts'

/** Rows of one step. */
const ROWS = 200

type Step = (cells: Cells, rows: RedisDirectoryRows, at: DirectoryCells) => number

/** Settings, rights, invitations, positions and what keeps order go with a room to its new name, in steps; no node runs. */
export async function renameInDirectory(engine: Engine, prefix: string, from: string, to: string): Promise<void> {
  const step = async (run: Step) => {
    const { value } = await transact(engine, DIRECTORY_TAG, cells => ({
      value: run(cells, new RedisDirectoryRows(cells, prefix), new DirectoryCells(cells, prefix)),
    }))
    return value
  }
  const untilNone = async (run: Step) => {
    while ((await step(run)) > 0);
  }
  await untilNone((_, rows) => {
    const members = rows.members(from, undefined, ROWS)
    together(members.flatMap(({ user }) => [() => rows.membership(from, user), () => rows.membership(to, user)]))
    for (const member of members) {
      rows.putMembership({ ...member, room: to })
      rows.deleteMembership(from, member.user)
    }
    return members.length
  })
  await untilNone((_, rows, at) => {
    const asked = at.sorted('ir', from).range({ by: 'name', limit: ROWS })
    together(asked.flatMap(({ member }) => [() => rows.invitation(from, member), () => rows.invitation(to, member)]))
    for (const { member } of asked) {
      const invitation = rows.invitation(from, member)
      if (invitation) rows.putInvitation({ ...invitation, room: to })
      rows.deleteInvitation(from, member)
    }
    return asked.length
  })
  await ofEach(engine, prefix, 's', step, (rows, user) => {
    for (const sanction of rows.sanctions(from, user, -1).filter(({ room }) => room === from)) {
      rows.putSanction({ ...sanction, room: to })
      rows.deleteSanction(from, user, sanction.kind)
    }
  })
  await ofEach(engine, prefix, 'pos', step, (_, user, at) => movePosition(at, user, from, to))
  await moveHolds(engine, prefix, step, from, to)
  await moveReports(engine, prefix, step, from, to)
  await untilNone((_, __, at) => {
    const deeds = at.sorted('ev', from).range({ by: 'name', limit: ROWS })
    at.hash('e').want(deeds.map(({ member }) => member))
    for (const { member } of deeds) {
      const json = at.hash('e').get(member)
      if (json !== undefined) at.hash('e').set(member, JSON.stringify({ ...JSON.parse(json), room: to }))
      at.sorted('ev', from).delete(member)
      at.sorted('ev', to).add(member)
    }
    return deeds.length
  })
  await step((_, rows, at) => {
    const record = rows.room(from)
    if (!record) return 0
    rows.putRoom({ ...record, room: to })
    at.hash('r', from).delete('j')
    at.sorted('m', record.createdBy).delete(from)
    at.sorted('l').delete(from)
    at.count('rooms', -1)
    return 1
  })
}

/** Of whom there are rows of a kind, whatever their rooms. */
async function ofEach(
  engine: Engine,
  prefix: string,
  kind: string,
  step: (run: Step) => Promise<number>,
  move: (rows: RedisDirectoryRows, user: string, at: DirectoryCells) => void,
): Promise<void> {
  for await (const names of namesOf(engine, prefix, kind))
    for (let first = 0; first < names.length; first += ROWS) {
      const users = names.slice(first, first + ROWS).map(([user = '']) => user)
      await step((cells, rows, at) => {
        const scratch = () =>
          [new RedisDirectoryRows(cells.scratch(), prefix), new DirectoryCells(cells.scratch(), prefix)] as const
        together(
          users.map(user => () => {
            const [some, where] = scratch()
            move(some, user, where)
          }),
        )
        for (const user of users) move(rows, user, at)
        return 0
      })
    }
}

function movePosition(at: DirectoryCells, user: string, from: string, to: string): void {
  const [all, written] = [at.hash('pos', user), at.sorted('pw', user)]
  const json = all.get(from)
  if (json === undefined) return
  if (all.get(to) !== undefined) at.count('positions', -1)
  all.set(to, json)
  all.delete(from)
  written.add(to, written.score(from) ?? 1)
  written.delete(from)
}

async function moveHolds(
  engine: Engine,
  prefix: string,
  step: (run: Step) => Promise<number>,
  from: string,
  to: string,
) {
  const key = keyOf(prefix, 'wc', from)
  for await (const flat of scanParts(engine, DIRECTORY_TAG, 'HSCAN', key))
    for (let first = 0; first < flat.length; first += 2 * ROWS)
      await step((_, __, at) => {
        const some = flat.slice(first, first + 2 * ROWS)
        const ids = some.flatMap((value, n) => (n % 2 === 1 ? [value.split(' ')[0] as string] : []))
        at.hash('w').want(ids)
        for (const [n, id] of ids.entries()) {
          at.hash('wc', from).delete(some[2 * n] as string)
          const json = at.hash('w').get(id)
          if (json === undefined) continue
          const held = JSON.parse(json) as HoldRecord & { endedAt?: number }
          at.hash('w').set(id, JSON.stringify({ ...held, room: to }))
          at.hash('wc', to).set(some[2 * n] as string, some[2 * n + 1] as string)
          if (held.endedAt !== undefined) continue
          at.sorted('wr', from).delete(id)
          at.sorted('wr', to).add(id, held.at)
          at.sorted('wp', from, held.user.id).delete(id)
          at.sorted('wp', to, held.user.id).add(id, held.at)
        }
        return 0
      })
}

async function moveReports(
  engine: Engine,
  prefix: string,
  step: (run: Step) => Promise<number>,
  from: string,
  to: string,
) {
  for await (const flat of scanParts(engine, DIRECTORY_TAG, 'HSCAN', keyOf(prefix, 'p'))) {
    const all = flat.flatMap((value, n) => (n % 2 === 1 ? [JSON.parse(value) as ReportRecord] : []))
    const own = all.filter(({ room }) => room === from)
    if (own.length === 0) continue
    await step((_, __, at) => {
      for (const report of own) {
        const moved = { ...report, room: to }
        at.hash('p').set(report.id, JSON.stringify(moved))
        at.hash('pk').delete(keyOfReport(report))
        at.hash('pk').set(keyOfReport(moved), report.id)
        if (report.closedAt !== undefined) continue
        at.sorted('pr', from).delete(report.id)
        at.sorted('pr', to).add(report.id)
      }
      return 0
    })
  }
}

const keyOf = (prefix: string, ...words: string[]) => `${directoryOf(prefix)}:${words.join(':')}`
