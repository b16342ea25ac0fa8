import { ghost } from '../../styles/base.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { askDesktop, type DesktopState, desktopState } from './desktop.ts'
import * as css from './notify.css.ts'
import { type KeptSettings, LEVELS, type Level } from './settings.ts'
import { playSound } from './sound.ts'
import { words } from './words.ts'

function choice(
  type: 'radio' | 'checkbox',
  name: string,
  text: string,
  checked: boolean,
  changed: (on: boolean) => void,
) {
  const box = el('input', '', { type, name })
  box.checked = checked
  box.addEventListener('change', () => changed(box.checked))
  return { box, node: el('label', css.choice, {}, box, el('span', '', {}, text)) }
}

function levels(
  name: string,
  legend: string,
  now: Level | undefined,
  options: readonly (readonly [Level | undefined, string])[],
  chosen: (level: Level | undefined) => void,
): HTMLElement {
  const rows = options.map(([level, text]) => choice('radio', name, text, level === now, () => chosen(level)).node)
  return el('fieldset', css.group, {}, el('legend', css.legend, { dir: 'auto' }, legend), ...rows)
}

/** Shows how one is told of new messages, here and everywhere; what is changed counts at once. */
export function showSettings(sheet: Sheet, kept: KeptSettings, room: { name: string; title: string }): void {
  const settings = kept.read()
  const all = LEVELS.map(level => [level, words.levels[level]] as const)
  const ofRoom = Object.hasOwn(settings.rooms, room.name) ? settings.rooms[room.name] : undefined
  const here = levels('notify-room', words.room(room.title), ofRoom, [[undefined, words.same], ...all], level =>
    kept.setRoom(room.name, level),
  )
  const everywhere = levels(
    'notify-all',
    words.everywhere,
    settings.level,
    all,
    level => level && kept.change({ level }),
  )

  const heard = el('p', css.says, { role: 'status' })
  const sound = choice('checkbox', 'notify-sound', words.sound, settings.sound, on => kept.change({ sound: on }))
  const play = async () => say(heard, (await playSound()) ? '' : words.noSound)
  const preview = button(`${ghost} ${css.play}`, {}, () => void play(), words.play)

  const state = el('p', css.says, { id: 'notify-state', role: 'status' })
  const desktop = choice('checkbox', 'notify-desktop', words.desktop, false, on => void turn(on))
  attr(desktop.box, 'aria-describedby', state.id)

  function showState(now: DesktopState): void {
    say(state, words.states[now])
    desktop.box.checked = now === 'granted' && kept.read().desktop
    desktop.box.disabled = now !== 'granted' && now !== 'ask'
  }

  async function turn(on: boolean): Promise<void> {
    const now = on && desktopState() === 'ask' ? await askDesktop() : desktopState()
    kept.change({ desktop: on && now === 'granted' })
    showState(now)
  }

  showState(desktopState())
  const ofSound = el('div', '', {}, el('div', css.line, {}, sound.node, preview), heard)
  const ofDesktop = el('div', '', {}, desktop.node, state)
  const first = here.querySelector<HTMLElement>('input:checked') ?? sound.box
  sheet.show(words.notifications, [here, everywhere, ofSound, ofDesktop, el('p', css.says, {}, words.kept)], first)
}
