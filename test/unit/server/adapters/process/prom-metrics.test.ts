import { expect, test } from 'vitest'
import { PromMetrics } from '../../../../../server/adapters/process/prom-metrics.ts'

test('[HT8] numbers are counted, and peers cannot make labels', async () => {
  const metrics = new PromMetrics()
  let rooms = 0
  metrics.gauge('chat_rooms', 'Rooms', () => rooms)
  for (let code = 3_000; code < 5_000; code++) metrics.closed(code, false)
  metrics.closed(4001, true)
  metrics.published(100, 7)
  metrics.published(10, 2)
  metrics.answered('join', 'ok')
  metrics.httpAnswered('login', 200)
  rooms = 3
  const { text } = await metrics.expose()
  expect(text).toContain('chat_rooms 3\n')
  expect(text).toContain('chat_published_frames_total 2\n')
  expect(text).toContain('chat_deliveries_total 9\n')
  expect(text).toContain('chat_delivered_characters_total 720\n')
  expect(text).toContain('chat_requests_total{type="join",outcome="ok"} 1\n')
  expect(text).toContain('chat_closed_total{code="4001",slow="true"} 1\n')
  expect(text.match(/^chat_closed_total/gm)?.length).toBeLessThan(20)
})

test('[HT8] two servers in one process count apart', async () => {
  const [a, b] = [new PromMetrics(), new PromMetrics()]
  a.httpAnswered('login', 200)
  expect((await b.expose()).text).not.toContain('route="login"')
})
