import { composerOf, logIn, nameField, say, seePeople, seeTexts, words } from './chat-page.ts'
import type { Engine, Page, PageOptions } from './engine.ts'
import type { Front } from './front.ts'
import { type RawUser, rawUser } from './raw-user.ts'

/** Takes the picture of a state. */
export type Shoot = (state: string, page: Page) => Promise<void>

export interface Stage {
  engine: Engine
  front: Front
  /** A page of an origin that the server does not serve. */
  stranger: string
  options: PageOptions & { width: number }
}

const TALK: readonly (readonly [who: 0 | 1 | 2, text: string])[] = [
  [0, 'Good morning. Is the new build on the staging server yet?'],
  [1, 'Since ten minutes ago. It starts twice as fast now.'],
  [1, 'I wrote down what changed: https://example.com/notes/41'],
  [0, 'Lovely. I will read it over a coffee.'],
  [2, '☕️'],
  [2, 'I found one thing: on a narrow screen the list of people covers the composer while the keyboard is open.'],
  [0, 'Good catch. Which phone?'],
  [2, 'A small one, 360 wide.\nIt goes away when I turn it.'],
]

/** Everything that a live page can be brought to, with the real server and bundle. */
export async function liveShots(stage: Stage, shoot: Shoot): Promise<void> {
  await pageShots(stage, shoot)
  await bubbleShots(stage, shoot)
  const refused = await stage.engine.page(`${stage.stranger}/inline`, stage.options)
  await refused.click(nameField)
  await refused.insert('Margaret')
  await refused.press('Enter')
  await refused.see({ text: '--origins' })
  await shoot('live-origin-refused', refused)
  await refused.close()
}

async function pageShots({ engine, front, options }: Stage, shoot: Shoot): Promise<void> {
  const names = ['Ada Lovelace', 'Grace', 'Linus']
  const me = 'Margaret'
  const taken = await rawUser(front.url, me)
  const page = await engine.page(front.url, options)
  await page.see(nameField)
  await shoot('live-login', page)
  await page.click(nameField)
  await page.insert(me)
  await page.press('Enter')
  await page.see('[aria-invalid="true"]')
  await shoot('live-login-error', page)
  const { name } = taken
  await taken.leave()
  await taken.logout()
  await page.press('Control+a')
  await page.insert(name)
  await page.press('Enter')
  await page.see(composerOf('lobby'))
  await page.see({ text: words.empty })
  await shoot('live-empty', page)

  const friends: RawUser[] = []
  for (const each of names) friends.push(await rawUser(front.url, each))
  await seePeople(page, [name, ...names])
  const turn = (from: number, to: number) =>
    TALK.slice(from, to).reduce<Promise<unknown>>(
      (before, [who, text]) => before.then(() => friends[who]?.say('lobby', text)),
      Promise.resolve(),
    )
  await turn(0, 5)
  await say(page, 'Two sugars for me, please')
  await friends[0]?.sees('Two sugars for me, please')
  await turn(5, 8)
  await say(page, 'I can reproduce it. Fix follows.')
  await friends[0]?.request('typing', { room: 'lobby', active: true })
  await page.see({ text: 'is typing' })
  await shoot('live-room', page)
  if (options.width < 900) {
    await page.click({ role: 'button', name: words.showPeople(0) })
    await page.see('[part~="people"][role="dialog"]')
    await shoot('live-drawer', page)
    await page.press('Escape')
    await page.gone('[part~="people"][role="dialog"]')
  }
  front.down()
  await page.see({ text: 'Trying again in' })
  await say(page, 'Written while the line was down')
  await page.see({ text: words.queued(1) })
  await shoot('live-reconnecting', page)
  front.up()
  await page.see({ text: words.back })
  await shoot('live-back', page)
  for (const friend of friends) await friend.logout()
  await page.evaluate(async () => (await fetch('/logout', { method: 'POST' })).status)
  await page.see(nameField)
  await shoot('live-session-over', page)
  await page.close()
}

async function bubbleShots({ engine, front, options }: Stage, shoot: Shoot): Promise<void> {
  const room = 'lighthouse'
  const page = await engine.page(`${front.url}/bubble.html`, options)
  await page.click({ role: 'button', name: words.openChat(0) })
  await page.see(nameField)
  await shoot('live-bubble-login', page)
  await logIn(page, 'Walker', room)
  const guide = await rawUser(front.url, 'Ferry house', room)
  await guide.say(room, 'Welcome. Ask whatever you like about the walk.')
  await say(page, 'Is the soup vegetarian?', room)
  await guide.sees('Is the soup vegetarian?')
  await guide.say(room, 'Lentils, today.')
  await seeTexts(page, ['Lentils, today.'])
  await shoot('live-bubble-open', page)
  await page.click({ role: 'button', name: words.closeChat })
  await page.gone(composerOf(room))
  await guide.say(room, 'And there is cake.')
  await guide.say(room, 'Plum.')
  await page.see({ role: 'button', name: words.openChat(2) })
  await shoot('live-bubble-closed', page)
  await guide.logout()
  await page.evaluate(async () => (await fetch('/logout', { method: 'POST' })).status)
  await page.close()
}
