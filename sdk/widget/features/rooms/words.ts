import type { MemberRole } from '../../../protocol/policy.ts'
import { sentences } from '../../i18n/en-errors.ts'
import { plural } from '../../i18n/formats.ts'

/** The words of rooms. */
export const words = {
  /** Of these words. */
  lang: 'en',
  rooms: 'Rooms',
  /** A room to which nobody gave a name. */
  untitled: 'A room',
  /** On the button that leads to them; `unread`: in the others. */
  open: (unread: number) =>
    unread > 0 ? `Rooms, ${unread > 99 ? 'more than 99' : unread} unread ${plural(unread, 'message')}` : 'Rooms',
  back: 'Back to the rooms',
  find: 'Find a room',
  loading: 'Loading your rooms',
  none: 'You have no other rooms yet.',
  noneFound: 'No room is called like this.',
  here: 'You are here',
  wentTo: (title: string) => `You are in ${title} now.`,
  news: (unread: number, mentions: number) => {
    if (unread <= 0) return ''
    const all = `${unread > 99 ? '99 and more' : unread} unread`
    return mentions > 0 ? `${all}, ${mentions} of them ${mentions > 1 ? 'name' : 'names'} you` : all
  },
  wrote: (name: string, text: string) => `${name}: ${text}`,
  deleted: 'Message deleted',
  invited: 'You are asked in',
  join: 'Join',
  decline: 'No, thanks',
  joinRoom: (title: string) => `Join ${title}`,
  declineRoom: (title: string) => `No, thanks, do not join ${title}`,
  invitation: (name: string, title: string) => `${name} asks you into ${title}. Open your rooms to answer.`,
  // A new room
  create: 'New room',
  createTitle: 'What is it called?',
  createTopic: 'What is it about? (may stay empty)',
  createKind: 'Who is in it?',
  kinds: {
    members: 'Invited people only',
    open: 'Everybody who likes to',
    announce: 'Everybody reads, moderators write',
  },
  createNow: 'Create room',
  noTitle: 'Give the room a name.',
  busy: 'One moment',
  created: 'Your room is there. Invite people on its page.',
  // A room's page
  about: 'About this room',
  people: 'People who belong to it',
  more: 'Show more people',
  again: 'Try again',
  nobody: 'Nobody has a lasting place here: everybody may come and go.',
  direct: (name: string) => `Only you and ${name} can read what is written here.`,
  kindSays: {
    open: 'Everybody can join this room.',
    announce: 'Everybody can read here, moderators write.',
    members: 'Only those who belong to it know that this room is there.',
    direct: 'Only the two of you can read what is written here.',
  },
  lockedSays: 'At the moment only moderators write here.',
  slowSays: (seconds: number) => `Slow: one message every ${seconds} ${plural(seconds, 'second')}.`,
  roles: { member: 'Member', moderator: 'Moderator', owner: 'Owner' } satisfies Record<MemberRole, string>,
  roleOf: (name: string) => `What ${name} is here`,
  out: 'Put out of the room',
  roleChanged: (name: string, role: MemberRole | 'none') =>
    role === 'none' ? `${name} is in this room no longer.` : `${name} is ${words.roles[role].toLowerCase()} now.`,
  invite: 'Invite people',
  inviteSays: 'Choose among those who are with you in some room.',
  inviteNobody: 'Nobody else with an account is here at the moment.',
  inviteName: (name: string) => `Invite ${name}`,
  inviteNow: 'Invite',
  inviteSent: 'Invited',
  inviteDone: (name: string) => `${name} is asked in.`,
  leave: 'Leave for good',
  leaveAsk: 'Leave this room for good?',
  leaveSays: 'You lose your place here. To come back, somebody has to invite you.',
  leaveOpenSays: 'You lose your place here, but can join again whenever you like.',
  leaveNow: 'Leave',
  stay: 'Stay',
  left: 'You have left the room.',
  change: 'Change the room',
  title: 'Name',
  topic: 'Topic',
  slow: 'At most one message each',
  slowOff: 'as often as they like',
  slowSteps: [5, 10, 30, 60, 300, 3_600],
  every: (seconds: number) =>
    seconds < 60 ? `${seconds} seconds` : seconds < 3_600 ? `${seconds / 60} minutes` : 'hour',
  write: 'Who may write',
  writers: { guest: 'Everybody', user: 'People with an account', member: 'Members' },
  lock: 'Only moderators may write',
  hide: 'Do not show which moderator deletes a message',
  save: 'Save',
  saved: 'The room is changed.',
  // Somebody
  personMenu: (name: string) => `${name}: write, block`,
  message: 'Write privately',
  messageSays: 'Only the two of you can read it.',
  block: 'Block',
  unblock: 'Unblock',
  blockSays: 'Whoever is blocked cannot write to you privately.',
  blocked: (name: string) => `${name} is blocked.`,
  unblocked: (name: string) => `${name} is not blocked any more.`,
  error: sentences,
}
