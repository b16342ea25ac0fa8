import type { DesktopState } from './desktop.ts'

/** The words of how one is told of new messages. */
export const words = {
  lang: 'en',
  notifications: 'Notifications',
  room: (title: string) => `In ${title}`,
  everywhere: 'In all rooms',
  same: 'As in all rooms',
  levels: { all: 'Every message', mentions: 'Only mentions', none: 'Nothing' },
  sound: 'Play a sound',
  play: 'Play it',
  noSound: 'This browser does not play sounds here.',
  desktop: 'Show notifications on this device',
  states: {
    granted: 'They come while you do not look at the chat.',
    ask: 'The browser asks you first.',
    denied:
      'The browser blocks them. Allow notifications for this site in the browser’s settings, then come back here.',
    insecure: 'They need a page with a secure address (https).',
    none: 'This browser cannot show them in this page.',
  } satisfies Record<DesktopState, string>,
  kept: 'Kept in this browser.',
  untitled: 'Untitled room',
  from: (name: string, title: string) => (title ? `${name} in ${title}` : name),
  someone: 'Somebody',
  deleted: 'A message',
  many: (count: number) => (count === 1 ? 'One new message' : `${count > 99 ? '99+' : count} new messages`),
}
