import { beforeEach, describe, expect, test } from 'vitest'
import type { Directory, DirectoryNews } from '../../server/ports/directory.ts'
import { accountOf, DIRECTORIES, roomOf, sanctionOf, shortNews } from '../support/server-kit/directories.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

describe.for(DIRECTORIES)('who watches the directory in $name', ({ open }) => {
  let directory: Directory
  let faults: unknown[]
  beforeEach(async () => {
    faults = []
    directory = await open({ clock: new VirtualClock(), onFault: error => faults.push(error) })
  })

  /** What a listener hears, in short. */
  const hearing = () => {
    const heard: string[] = []
    return { heard, listener: (news: DirectoryNews) => void heard.push(shortNews(news)) }
  }

  test('[DR14] a change is told to those who watch its room or user, before it resolves, and to nobody else', async () => {
    const [room, user, other] = [hearing(), hearing(), hearing()]
    directory.watchRoom('r', room.listener)
    directory.watchUser('a:ann', user.listener)
    directory.watchRoom('s', other.listener)
    directory.watchUser('a:bob', other.listener)
    const whenDone = async (change: Promise<unknown>) => {
      await change
      return [room, user].map(({ heard }) => heard.splice(0).join(', '))
    }
    expect(await whenDone(directory.addAccount(accountOf('ann')))).toEqual(['', 'account a:ann'])
    expect(await whenDone(directory.changeAccount('a:ann', { role: 'admin' }))).toEqual(['', 'account a:ann'])
    expect(await whenDone(directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }]))).toEqual([
      'room r, rights r a:ann',
      'rights r a:ann',
    ])
    expect(await whenDone(directory.changeRoom('r', { locked: true }))).toEqual(['room r', ''])
    expect(await whenDone(directory.setRole('r', 'a:cid', 'member'))).toEqual(['rights r a:cid', ''])
    expect(await whenDone(directory.setRole('t', 'a:ann', 'member'))).toEqual(['', 'rights t a:ann'])
    expect(await whenDone(directory.addSanction(sanctionOf('a:ann')))).toEqual(['rights r a:ann', 'rights r a:ann'])
    expect(await whenDone(directory.liftSanction('r', 'a:ann', 'mute'))).toEqual(['rights r a:ann', 'rights r a:ann'])
    expect(await whenDone(directory.addSanction(sanctionOf('a:ann', { room: '' })))).toEqual(['', 'rights  a:ann'])
    expect(await whenDone(directory.removeAccount('a:ann'))).toEqual([
      'rights r a:cid, rights r a:ann',
      'account a:ann gone, rights r a:ann, rights t a:ann, rights  a:ann',
    ])
    expect(other.heard).toEqual([])
    expect(faults).toEqual([])
  })

  test('[DR14] changes that come at once are told in the order in which they count', async () => {
    const order: string[] = []
    directory.watchRoom('r', news => void order.push(shortNews(news)))
    const users = Array.from({ length: 50 }, (_, n) => `a:${n}`)
    const changes = users.map(user => directory.setRole('r', user, 'member').then(() => order.push(`done ${user}`)))
    await Promise.all(changes)
    const heard = order.filter(entry => !entry.startsWith('done'))
    expect(heard).toEqual(users.map(user => `rights r ${user}`))
    for (const user of users) expect(order.indexOf(`rights r ${user}`)).toBeLessThan(order.indexOf(`done ${user}`))
  })

  test('[DR14] who is told sees the change, and one that it makes itself is told behind', async () => {
    const heard: string[] = []
    const seen: Promise<unknown>[] = []
    directory.watchRoom('r', news => {
      if (heard.push(shortNews(news)) > 1) return
      seen.push(directory.room('r'), directory.changeRoom('r', { title: 'second' }))
    })
    directory.watchRoom('r', news => heard.push(`also ${shortNews(news)}`))
    await directory.addRoom(roomOf('r', { title: 'first' }))
    expect(await Promise.all(seen)).toMatchObject([
      { title: expect.stringMatching(/first|second/) },
      { title: 'second' },
    ])
    expect(heard).toEqual(['room r', 'also room r', 'room r', 'also room r'])
  })

  test('[DR14] a listener that watches room and user hears a change of both once, and one that throws harms nobody', async () => {
    const { heard, listener } = hearing()
    directory.watchUser('a:ann', () => {
      throw new Error('mine')
    })
    directory.watchRoom('r', listener)
    directory.watchUser('a:ann', listener)
    expect(await directory.setRole('r', 'a:ann', 'member')).toBe('ok')
    expect(heard).toEqual(['rights r a:ann'])
    expect(faults).toEqual([new Error('mine')])
  })

  test('[DR15] who has stopped hears nothing, also of what is being told; the others go on', async () => {
    const [first, second] = [hearing(), hearing()]
    const stopSecond = () => stop()
    directory.watchRoom('r', news => {
      first.listener(news)
      stopSecond()
    })
    const stop = directory.watchRoom('r', second.listener)
    const again = directory.watchRoom('r', second.listener)
    again()
    again()
    await directory.setRole('r', 'a:ann', 'member')
    await directory.setRole('r', 'a:ann', 'owner')
    expect(first.heard).toEqual(['rights r a:ann', 'rights r a:ann'])
    expect(second.heard).toEqual([])
  })

  test('[DR16] what is not different now is not told, nor when an account was last seen', async () => {
    await directory.addAccount(accountOf('ann', { guestIds: ['g:1'] }))
    await directory.addRoom(roomOf('r', { title: 'R' }), [{ user: 'a:ann', role: 'owner' }])
    const { heard, listener } = hearing()
    directory.watchRoom('r', listener)
    directory.watchUser('a:ann', listener)
    directory.watchUser('a:bob', listener)
    await directory.addAccount(accountOf('ann'))
    await directory.addAccount(accountOf('bob', { keys: ['ann'] }))
    await directory.changeAccount('a:ann', { seenAt: 99 })
    await directory.changeAccount('a:ann', { guestIds: ['g:1'], role: 'user', name: 'ann', keys: ['ann'] })
    await directory.changeAccount('a:bob', { role: 'admin' })
    await directory.removeAccount('a:bob')
    await directory.addRoom(roomOf('r'))
    await directory.changeRoom('r', { title: 'R', topic: '' })
    await directory.setRole('r', 'a:ann', 'owner')
    await directory.setRole('r', 'a:ann', undefined)
    await directory.setRole('r', 'a:bob', undefined)
    await directory.liftSanction('r', 'a:ann', 'ban')
    expect(heard).toEqual([])
    await directory.changeAccount('a:ann', { seenAt: 100, notBefore: 1 })
    expect(heard).toEqual(['account a:ann'])
  })
})
