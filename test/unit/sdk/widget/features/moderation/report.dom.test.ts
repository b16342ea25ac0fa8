import { expect, test } from 'vitest'
import { words } from '../../../../../../sdk/widget/features/moderation/words.ts'
import { BEA, itemOf, orderRoom } from '../../../../../support/order-room.ts'

test('[MD82] a report says which message, of which kind it is and what is to be known; that it was taken is confirmed', async () => {
  const room = await orderRoom()
  await room.order('report', itemOf(BEA, 'Buy watches'))
  expect(room.dialog()?.textContent).toContain('Buy watches')
  expect(room.dialog()?.textContent).toContain(words.reportSays('Bea'))
  expect(room.shown.root.activeElement?.id).toBe('report-spam')
  room.shown.one<HTMLInputElement>('#report-illegal').click()
  room.fill('report-note', '  the third one ')
  await room.submit()
  const asked = { room: 'lobby', messageId: 'm7', category: 'illegal', note: 'the third one' }
  expect(room.socket.last('report')).toMatchObject(asked)
  await room.answer('report', { report: 'r1', duplicate: false })
  expect(room.dialog()?.textContent).toContain(words.reported)
  expect(room.said).toEqual([words.reported])
  await room.press(words.done)
  expect(room.dialog()).toBeUndefined()
})

test('[MD82] a report that is refused says why, keeps what was written, and is sent once however often it is pressed', async () => {
  const room = await orderRoom()
  await room.order('report', itemOf(BEA, 'Buy watches'))
  room.fill('report-note', 'the third one')
  await room.submit()
  await room.submit()
  expect(room.socket.said('report')).toHaveLength(1)
  expect(room.socket.last('report')).toMatchObject({ category: 'spam' })
  room.socket.refuse('report', 'rate_limited', { message: 'You have reported a lot. Wait a while.' })
  await room.drawn()
  const alert = room.shown.one('[role=dialog] [role=alert]')
  expect([alert.hidden, alert.textContent]).toEqual([false, 'You have reported a lot. Wait a while.'])
  expect(room.shown.one<HTMLTextAreaElement>('#report-note').value).toBe('the third one')
  await room.submit()
  expect(room.socket.said('report')).toHaveLength(2)
  await room.press(words.cancel)
  expect(room.dialog()).toBeUndefined()
})
