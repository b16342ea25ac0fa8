import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../server/adapters/process/system-clock.ts'
import { type Commit, type Engine, EngineFull, EngineUnavailable } from '../../server/adapters/redis/engine.ts'
import { keySlot } from '../../server/adapters/redis/key-slot.ts'
import type { EngineParts } from '../../server/adapters/redis/redis-engine.ts'
import { DeafProxy } from '../support/redis/deaf-proxy.ts'
import { redisEngine } from '../support/redis/engines.ts'
import { FalseSentinel } from '../support/redis/false-sentinel.ts'
import { RedisCluster } from '../support/redis/redis-cluster.ts'
import { freePort, type RedisOptions, RedisServer, redisIsThere, until } from '../support/redis/redis-server.ts'
import { WatchedRedis } from '../support/redis/watched-redis.ts'

const TAG = 'p1'
const KEY = `t:{${TAG}}:h`
let epochs = 0

/** One event of a log. */
const event = (): Commit => ({
  checks: [],
  commands: [['HSET', `${KEY}:m`, 'a', 'b']],
  log: { meta: KEY, events: 1, freshEpoch: `e${++epochs}`, channel: `t:{${TAG}}`, told: 'told' },
})
const add = async (engine: Engine) => {
  const done = await engine.commit(TAG, event())
  if (!done.done) throw new Error('It is not done.')
  return done
}
const read = (engine: Engine) => engine.view(TAG, [['HGET', KEY, 's']])

async function engineAt(url: string, parts?: Partial<EngineParts>) {
  const engine = await redisEngine(url, parts)
  onTestFinished(() => engine.close())
  return engine
}

async function serverWith(options: RedisOptions = {}) {
  const server = await RedisServer.start(options)
  onTestFinished(() => server.remove())
  return server
}

/** What a listener is told, in order. */
function told(engine: Engine, tag = TAG): string[] {
  const all: string[] = []
  engine.subscribe(tag, `t:{${tag}}:talk`, {
    live: () => all.push('live'),
    lost: () => all.push('lost'),
    message: text => all.push(text),
  })
  return all
}

const isBack = async (engine: Engine) => engine.current && (await read(engine).catch(() => undefined))

describe.skipIf(!redisIsThere())('Redis', () => {
  test('[RE7] after a restart with the same data the log has a fresh epoch, and its seqs go on', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    const first = await add(engine)
    expect(await add(engine)).toEqual({ ...first, before: 1 })
    const { run } = await read(engine)
    server.save()
    await server.kill9()
    await server.start()
    await until(() => isBack(engine), 'the engine')
    const after = await add(engine)
    expect(after).toMatchObject({ before: 2, epoch: `e${epochs}` })
    expect((await read(engine)).run).not.toBe(run)
  })

  test('[RE8] while the server is gone every call fails at once and listeners are told so; when it is back they are live again', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    const all = told(engine)
    await until(() => all.length === 1, 'live')
    await server.kill9()
    await until(() => all.length === 2, 'lost')
    await expect(read(engine)).rejects.toBeInstanceOf(EngineUnavailable)
    expect(engine.current).toBe(false)
    await server.start()
    await until(() => isBack(engine), 'the engine')
    await until(() => all.length === 3, 'live again')
    await engine.publish(TAG, `t:{${TAG}}:talk`, 'heard')
    await until(() => all.length === 4, 'a message')
    expect(all).toEqual(['live', 'lost', 'live', 'heard'])
    expect(engine.stats()).toMatchObject({ reconnects: 2, callsInFlight: 0 })
  })

  test('[RE9] a server that stands still is not current after a second, and fails calls after two; then it goes on', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    server.stop()
    const since = performance.now()
    const call = expect(read(engine)).rejects.toThrow(/does not answer/)
    await until(() => !engine.current, 'not current')
    expect(performance.now() - since).toBeLessThan(1_500)
    await call
    expect(performance.now() - since).toBeLessThan(3_000)
    server.cont()
    await until(() => isBack(engine), 'the engine')
    await add(engine)
  })

  test('[RE10] a subscriber that is cut off is made anew: lost, then live', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    const all = told(engine)
    await until(() => all.length === 1, 'live')
    server.cli('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await until(() => all.length === 3, 'live again')
    expect(all).toEqual(['live', 'lost', 'live'])
    await until(() => engine.current, 'current')
  })

  test('[RE11] a subscriber to which nothing comes is not current, and is made anew', async () => {
    const server = await serverWith()
    const proxy = await DeafProxy.start(server.port)
    onTestFinished(() => proxy.remove())
    const engine = await engineAt(`redis://127.0.0.1:${proxy.port}`)
    const all = told(engine)
    await until(() => all.length === 1, 'live')
    proxy.deafen()
    await until(() => !engine.current, 'not current', 2_000)
    await read(engine)
    await until(() => all.length === 3 && engine.current, 'live again', 6_000)
    expect(all).toEqual(['live', 'lost', 'live'])
    expect(engine.stats().deaf).toBe(1)
  })

  test('[RE12] sentinels name the new master, where the log has a fresh epoch', async () => {
    const watched = await WatchedRedis.start()
    onTestFinished(() => watched.remove())
    const engine = await engineAt(watched.url)
    const all = told(engine)
    const first = await add(engine)
    await until(() => watched.replica.cli('HGET', KEY, 's').trim() === '1', 'a copy')
    await watched.master.kill9()
    await until(() => isBack(engine), 'another master', 20_000)
    expect(await add(engine)).toEqual({ done: true, before: 1, epoch: `e${epochs}` })
    expect(first.epoch).not.toBe(`e${epochs}`)
    await until(() => all.join() === 'live,lost,live', 'live again')
  })

  test('[RE168] a master that was replaced is left, though it takes itself for one still', async () => {
    const [one, other] = [await serverWith(), await serverWith()]
    const sentinel = await FalseSentinel.start(one.port)
    onTestFinished(() => sentinel.remove())
    const engine = await engineAt(sentinel.url)
    await add(engine)
    sentinel.names = [other.port]
    const isThere = async () => (await add(engine).catch(() => undefined)) && other.cli('EXISTS', KEY).trim() === '1'
    await until(isThere, 'the other one', 3_000)
    const before = one.cli('HGET', KEY, 's')
    await add(engine)
    expect(one.cli('HGET', KEY, 's')).toBe(before)
  })

  test('[RE168] nor is it begun with, when sentinels name another one just then', async () => {
    const [one, other] = [await serverWith(), await serverWith()]
    const sentinel = await FalseSentinel.start(one.port, other.port)
    onTestFinished(() => sentinel.remove())
    const engine = await engineAt(sentinel.url)
    await add(engine)
    expect([one, other].map(server => server.cli('EXISTS', KEY).trim())).toEqual(['0', '1'])
  })

  test('[RE13] a master that is made a replica is left, and is another run when it is the master again', async () => {
    const server = await serverWith()
    const other = await serverWith()
    const engine = await engineAt(server.url)
    const { run } = await read(engine)
    server.cli('REPLICAOF', '127.0.0.1', `${other.port}`)
    const failure = await add(engine).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailable)
    expect((failure as Error).message).toMatch(/READONLY/)
    await until(
      () =>
        read(engine).then(
          () => false,
          () => true,
        ),
      'no reads of a replica',
    )
    await sleep(300)
    server.cli('REPLICAOF', 'NO', 'ONE')
    await until(() => isBack(engine), 'the engine')
    expect((await read(engine)).run).not.toBe(run)
  })

  test('[RE13] so it is where nothing was asked of it meanwhile', async () => {
    const server = await serverWith()
    const other = await serverWith()
    const engine = await engineAt(server.url)
    const { run } = await read(engine)
    server.cli('REPLICAOF', '127.0.0.1', `${other.port}`)
    await until(() => /master_link_status:up/.test(server.cli('INFO', 'replication')), 'a replica')
    server.cli('REPLICAOF', 'NO', 'ONE')
    // its connection may end between two looks
    const runNow = () =>
      read(engine).then(
        view => view.run,
        () => run,
      )
    await until(async () => (await isBack(engine)) && (await runNow()) !== run, 'another run')
  })

  test('[RE14] a server that has forgotten the scripts is given them again', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    await add(engine)
    server.cli('SCRIPT', 'FLUSH')
    expect(await Promise.all([add(engine), read(engine), add(engine)])).toHaveLength(3)
    expect(engine.stats()).toMatchObject({ failedCalls: 0, reconnects: 0 })
  })

  test('[RE15] a server whose memory is full says so, writes nothing of a commit and can be read', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    await add(engine)
    expect(await engine.full()).toBe(false)
    server.cli('CONFIG', 'SET', 'maxmemory', '500kb')
    await expect(add(engine)).rejects.toBeInstanceOf(EngineFull)
    expect(await engine.full()).toBe(true)
    expect((await read(engine)).replies).toEqual(['1'])
    expect(engine.current).toBe(true)
    server.cli('CONFIG', 'SET', 'maxmemory', '0')
    expect(await add(engine)).toMatchObject({ before: 1 })
    expect(await engine.full()).toBe(false)
  })

  test('[RE16] a server that may forget what it keeps is warned of once', async () => {
    const server = await serverWith({ args: ['--maxmemory', '10mb', '--maxmemory-policy', 'allkeys-lru'] })
    const warnings: string[] = []
    const log = { debug() {}, info() {}, warn: (_: object, text: string) => warnings.push(text), error() {} }
    const engine = await engineAt(server.url, { log })
    server.cli('CLIENT', 'KILL', 'TYPE', 'normal')
    await until(() => engine.stats().reconnects > 0 && isBack(engine), 'the engine')
    expect(warnings.filter(text => text.includes('noeviction'))).toHaveLength(1)
  })

  test('[RE17] who cannot begin is told why in a sentence without the password, in five seconds', async () => {
    const since = performance.now()
    const [locked, master] = await Promise.all([serverWith({ args: ['--requirepass', 'right'] }), serverWith()])
    const replica = await serverWith({ args: ['--replicaof', '127.0.0.1', `${master.port}`] })
    const at = (server: RedisServer) => `127.0.0.1:${server.port}`
    const why = async (url: string) => {
      const begun = performance.now()
      const reason = await redisEngine(url).then(
        () => 'it began',
        (error: Error) => error.message,
      )
      expect(performance.now() - begun).toBeLessThan(5_000)
      expect(reason).not.toMatch(/s3cret/)
      return reason
    }
    const nobody = `127.0.0.1:${await freePort()}`
    const reasons = await Promise.all([
      why(`redis://:s3cret@${at(locked)}`),
      why(`redis://${at(locked)}`),
      why(`redis://u:s3cret@${at(master)}`),
      why(`redis://${at(replica)}`),
      why(`redis+cluster://${at(master)}`),
      why(`redis://${at(master)}/99`),
      why(`redis://:s3cret@${nobody}`),
      why(`redis+sentinel://:s3cret@${nobody}/mymaster`),
      why('redis://:s3cret@'),
      why(`rediss://${at(master)}`),
    ])
    expect(reasons).toEqual([
      `Redis at ${at(locked)} does not take the user and password of the URL.`,
      `Redis at ${at(locked)} wants a password.`,
      `Redis at ${at(master)} does not take the user and password of the URL.`,
      `Redis at ${at(replica)} is a replica: its master is needed.`,
      `Redis at ${at(master)} is no cluster: the URL begins with redis://.`,
      `Redis at ${at(master)} has no such database.`,
      `Nothing listens at ${nobody}, where Redis should be.`,
      `Nothing listens at ${nobody}, where Redis should be.`,
      expect.stringContaining('The URL of Redis is none of the forms'),
      expect.stringContaining(`Redis at ${at(master)}`),
    ])
    expect(performance.now() - since).toBeLessThan(15_000)
    const engine = await engineAt(`redis://:right@${at(locked)}/3`)
    await add(engine)
    expect(locked.cli('-a', 'right', '-n', '3', 'HGET', KEY, 's').trim()).toMatch(/1$/)
  })

  test('[RE18] of too many calls at once the last ones fail at once, and the others do not', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    const calls = await Promise.allSettled(Array.from({ length: 4_100 }, () => read(engine)))
    expect(calls.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    expect(engine.stats()).toMatchObject({ failedCalls: 4, callsInFlight: 0 })
    await read(engine)
  })

  test('[RE19] a tag that moves in a cluster is followed, with those who listen', async () => {
    const cluster = await RedisCluster.start()
    onTestFinished(() => cluster.remove())
    const engine = await engineAt(cluster.url)
    const all = told(engine)
    await until(() => all.length === 1, 'live')
    await add(engine)
    const slot = keySlot(TAG)
    const from = cluster.ownerOf(slot)
    const to = cluster.masters.find(master => master !== from) as RedisServer
    cluster.move(slot, to)
    await until(() => isBack(engine), 'the engine')
    expect(await add(engine)).toMatchObject({ before: 1 })
    expect(to.cli('HGET', KEY, 's').trim()).toBe('2')
    await until(() => all.at(-1) === 'live' && all.length > 1, 'live again')
    await engine.publish(TAG, `t:{${TAG}}:talk`, 'heard')
    await until(() => all.at(-1) === 'heard', 'a message')
    expect(engine.current).toBe(true)
  })

  test('[RE20] a cluster of which a master is gone serves the tags of the others, and is not current', async () => {
    const cluster = await RedisCluster.start()
    onTestFinished(() => cluster.remove())
    for (const master of cluster.masters) master.cli('CONFIG', 'SET', 'cluster-require-full-coverage', 'no')
    const engine = await engineAt(cluster.url)
    const gone = cluster.ownerOf(keySlot(TAG))
    const tag = ['p0', 'p2', 'p3', 'p4'].find(each => cluster.ownerOf(keySlot(each)) !== gone) as string
    await gone.kill9()
    await until(
      () =>
        read(engine).then(
          () => false,
          () => true,
        ),
      'a failure',
    )
    expect((await engine.view(tag, [['HLEN', `t:{${tag}}:h`]])).replies).toEqual([0])
    await until(() => !engine.current, 'not current', 2_000)
    await gone.start()
    await until(() => isBack(engine), 'the engine')
  })

  test('[RE167] a cluster that does not serve is not current, though its channels are heard, until it does', async () => {
    const cluster = await RedisCluster.start()
    onTestFinished(() => cluster.remove())
    const engine = await engineAt(cluster.url)
    const [gone] = cluster.masters as [RedisServer]
    const tag = ['p0', 'p2', 'p3', 'p4'].find(each => cluster.ownerOf(keySlot(each)) !== gone) as string
    await gone.kill9()
    const fails = () =>
      engine.view(tag, [['HLEN', `t:{${tag}}:h`]]).then(
        () => false,
        (error: Error) => /is down|CLUSTERDOWN/.test(error.message),
      )
    await until(fails, 'a cluster that is down')
    await gone.start()
    const since = performance.now()
    while (!engine.current && performance.now() - since < 15_000) await sleep(5)
    // whoever is told that it is current can rely on it
    for (const each of ['p0', 'p1', 'p2', 'p3', 'p4', 'd']) await engine.view(each, [['HLEN', `t:{${each}}:h`]])
    await add(engine)
  })

  test('[RE21] what is closed is closed: calls fail, nothing is told, nothing is left open', async () => {
    const server = await serverWith()
    const engine = await engineAt(server.url)
    const all = told(engine)
    await until(() => all.length === 1, 'live')
    const call = read(engine)
    await engine.close()
    await expect(call).rejects.toBeInstanceOf(EngineUnavailable)
    await expect(read(engine)).rejects.toThrow('closed')
    expect(engine.current).toBe(false)
    await until(() => !/name=.*cmd=(?!client)/.test(server.cli('CLIENT', 'LIST')), 'no connections')
    const begun = systemClock.elapsed()
    await engine.close()
    expect(systemClock.elapsed() - begun).toBeLessThan(100)
  })
})
