import { describe, expect, test } from 'vitest'
import type { Role } from '../../../../sdk/protocol/policy.ts'
import { readGrants, roleIn, type SiteGrants } from '../../../../server/core/site-grants.ts'

function grants(chat: unknown, most: Role = 'moderator'): SiteGrants {
  const read = readGrants(chat, most)
  if (!read.ok) throw new Error(read.words)
  return read
}

describe('what a site makes somebody', () => {
  test.each<[unknown, Role, Role]>([
    [undefined, 'moderator', 'user'],
    [{}, 'moderator', 'user'],
    [{ roles: [] }, 'moderator', 'user'],
    [{ roles: ['member'] }, 'moderator', 'member'],
    [{ roles: ['member', 'moderator', 'user'] }, 'moderator', 'moderator'],
    [{ roles: ['admin'] }, 'moderator', 'moderator'],
    [{ roles: ['admin'] }, 'admin', 'admin'],
    [{ roles: ['admin'] }, 'owner', 'owner'],
    [{ roles: ['owner'] }, 'member', 'member'],
    [{ roles: ['admin'] }, 'user', 'user'],
    [{ roles: ['guest'] }, 'moderator', 'user'],
    [
      { roles: ['root', 'ADMIN', 'Moderator', ' moderator', '', null, 1, ['admin'], { moderator: 1 }, '__proto__'] },
      'admin',
      'user',
    ],
    [{ roles: Array(1_000).fill('root').concat('member') }, 'admin', 'member'],
  ])('[JW6] %j, up to %s: %s', (chat, most, role) => expect(grants(chat, most).role).toBe(role))

  test('[JW6] in rooms by name or by how names begin; the highest counts', () => {
    const given = grants({
      roles: ['member'],
      rooms: { lobby: 'moderator', 'staff-*': 'moderator', 'staff-x': 'member', shop: 'user', 'l*': 'user' },
    })
    const expected = {
      lobby: 'moderator',
      'staff-x': 'moderator',
      'staff-': 'moderator',
      staff: 'member',
      shop: 'member',
      lobbyx: 'member',
      other: 'member',
    }
    for (const [room, role] of Object.entries(expected)) expect(roleIn(given, room), room).toBe(role)
  })

  test('[JW6] up to the limit, and nobody is an admin of a room alone', () => {
    expect(roleIn(grants({ rooms: { a: 'owner' } }), 'a')).toBe('moderator')
    expect(roleIn(grants({ rooms: { a: 'owner' } }, 'owner'), 'a')).toBe('owner')
    expect(roleIn(grants({ rooms: { a: 'admin' } }, 'admin'), 'a')).toBe('owner')
  })

  test('[JW6] unknown roles and names that no room has count for nothing', () => {
    const rooms = JSON.parse(
      '{"__proto__":"moderator","*":"moderator","a*b":"moderator","a**":"moderator","-a":"moderator","":"moderator","ok":"root","no":1,"né":"moderator","constructor":"moderator"}',
    )
    const given = grants({ rooms })
    expect([...given.grants.keys()]).toEqual(['constructor'])
    for (const room of ['__proto__', 'a', 'ab', 'axb', 'toString', 'ok', 'no', 'x'])
      expect(roleIn(given, room)).toBe('user')
    expect(roleIn(given, 'constructor')).toBe('moderator')
  })

  test('[JW6] a hundred rooms at most', () => {
    const rooms = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`r${n}`, 'member']))
    expect(grants({ rooms: rooms(100) }).grants.size).toBe(100)
    expect(readGrants({ rooms: rooms(101) }, 'moderator')).toMatchObject({
      ok: false,
      words: expect.stringContaining('100'),
    })
  })

  test('[JW7] nothing makes anybody anything in a direct room', () => {
    const given = grants({
      roles: ['moderator'],
      rooms: { 'dm:abc': 'moderator', 'dm:*': 'moderator', 'd*': 'member' },
    })
    expect([roleIn(given, 'dm:abc'), roleIn(given, 'dm:x'), roleIn(given, 'dmx')]).toEqual([
      'user',
      'user',
      'moderator',
    ])
  })

  test('[JW7] rooms that the server named are not meant by a beginning, unless it says so', () => {
    const given = grants({ rooms: { 'p*': 'member', 'priv*': 'member' } })
    expect([roleIn(given, 'priv:abc'), roleIn(given, 'private')]).toEqual(['user', 'member'])
    expect(roleIn(grants({ rooms: { 'priv:abc': 'member' } }), 'priv:abc')).toBe('member')
    expect(roleIn(grants({ rooms: { 'priv:*': 'member' } }), 'priv:abc')).toBe('member')
  })
})
