import type { RoomDirectory } from '../../../sdk/client/directory-types.ts'
import type { Room } from '../../../sdk/client/types.ts'
import { ChatError } from '../../../sdk/lib/chat-error.ts'
import type { RoomMember, User } from '../../../sdk/protocol/records.ts'
import type { RoomStore } from '../../../sdk/store/room-store.ts'
import { showCreateRoom } from '../../../sdk/widget/features/rooms/create-room.ts'
import { showRooms } from '../../../sdk/widget/features/rooms/list-sheet.ts'
import { showPerson } from '../../../sdk/widget/features/rooms/person-sheet.ts'
import type { RoomRow } from '../../../sdk/widget/features/rooms/room-row.ts'
import { showRoom } from '../../../sdk/widget/features/rooms/room-sheet.ts'
import { showSwitcher } from '../../../sdk/widget/features/rooms/switcher.ts'
import { openSheet } from '../../../sdk/widget/features/sheet/sheet.ts'
import { NOON } from './cast.ts'

/** Opens one of the cards about rooms over a panel. */
export type OpenCard = (panel: HTMLElement) => void

const nothing = () => {}
const person = (name: string, n = name.length): User => ({ id: `a:${n}${name}`, name })
const me = person('Margaret')
const LONG = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenha'
const WORDY = 'Everything that has to be said about the move to the new house, and then some more'
const ARABIC = 'غرفة المطالعة والنقاش المفتوح للجميع كل يوم خميس مساءً في المكتبة'

function row(title: string, more: Partial<RoomRow> = {}): RoomRow {
  return {
    room: title,
    title,
    peer: undefined,
    invited: false,
    shown: false,
    unread: 0,
    mentions: 0,
    last: undefined,
    ...more,
  }
}
const last = (user: User, text: string, ago = 0) => ({ last: { user, text, sentAt: NOON - ago * 60_000 } })

const FEW: readonly RoomRow[] = [
  row('Book club', { invited: true }),
  row('#lobby', { shown: true, ...last(person('Ada'), 'Both fixed. Thank you.') }),
  row('Grace', { peer: person('Grace'), unread: 2, ...last(person('Grace'), 'Are you coming, too?', 3) }),
  row('#release', { unread: 140, mentions: 3, ...last(person('Linus'), 'The build is green, at last', 40) }),
  row('#garden', last(person('Barbara'), 'Tomatoes!', 2_000)),
]
const MANY: readonly RoomRow[] = [
  row(WORDY, { invited: true }),
  row(LONG, { shown: true, ...last(person(LONG), LONG) }),
  row(LONG, { room: 'dm', peer: person(LONG), unread: 1_000, mentions: 12, ...last(person(LONG), WORDY, 3) }),
  row(ARABIC, { unread: 3, ...last(person('ليلى'), 'مرحبا بالجميع، هل الاجتماع اليوم؟', 9) }),
  row('👩‍👩‍👧‍👦 Family 🎉🎉🎉', last(person('נועה'), '👍', 12)),
  ...Array.from({ length: 30 }, (_, i) => row(`#project-${i}`, last(person('Ada'), `Note ${i}`, 2_000 + i))),
]

function list(rows: readonly RoomRow[], of: { error?: ChatError; loading?: boolean; guest?: boolean } = {}): OpenCard {
  return panel => {
    const all = { rows: [...rows], error: of.error, loading: of.loading ?? false }
    showRooms(openSheet(panel, nothing), all, {
      now: () => NOON,
      lang: () => 'en-GB',
      go: nothing,
      answer: async () => {},
      about: nothing,
      create: of.guest ? undefined : nothing,
    })
  }
}

const PEOPLE: readonly RoomMember[] = [
  { user: me, role: 'owner' },
  { user: person('Ada Lovelace'), role: 'moderator' },
  { user: person('Grace'), role: 'member' },
]
const OPEN = { kind: 'open', title: '', topic: 'What we work on today, and what stands in the way of it' } as const
const CAN = ['invite', 'change']

interface About {
  name?: string
  info?: Partial<Room['info']>
  role?: string
  can?: readonly string[]
  members?: readonly RoomMember[]
  around?: readonly User[]
  error?: ChatError
  refused?: ChatError
  /** Pressed one after another. */
  press?: readonly string[]
}

function about(of: About = {}): OpenCard {
  return async panel => {
    const { name = 'lobby', info = OPEN, role = 'owner', can = CAN, members = PEOPLE, around = [] } = of
    const room = { name, info, role, can: new Set(can) }
    const view = { rights: { slowMs: 30_000 }, refused: of.refused }
    showRoom(openSheet(panel, nothing), {
      store: { room, view } as unknown as RoomStore,
      me,
      directory: async () =>
        ({
          async members() {
            if (of.error) throw of.error
            return { members: [...members], next: members.length > 3 ? 'more' : undefined }
          },
          blocks: async () => [],
        }) as unknown as RoomDirectory,
      around: () => around,
      back: nothing,
      left: nothing,
      say: nothing,
    })
    for (const label of of.press ?? [])
      [...panel.querySelectorAll('button')].find(({ textContent }) => textContent === label)?.click()
  }
}

const whoIs =
  (user: User): OpenCard =>
  panel => {
    const directory = { blocks: async () => [] } as unknown as RoomDirectory
    showPerson(openSheet(panel, nothing), user, async () => directory, nothing)
  }

function create(name?: string): OpenCard {
  return panel => {
    showCreateRoom(openSheet(panel, nothing), () => Promise.reject(new ChatError('conflict', 'There is one.')), nothing)
    const title = panel.querySelector<HTMLInputElement>('#room-title')
    if (!title || name === undefined) return
    title.value = name
    title.form?.requestSubmit()
  }
}

const LONG_PEOPLE: readonly RoomMember[] = [
  { user: person(LONG), role: 'owner' },
  { user: person('ليلى بنت عبد الرحمن'), role: 'moderator' },
  { user: person(`👩‍💻 ${WORDY}`), role: 'member' },
  { user: person('נועה'), role: 'member' },
]

/** Each by the name of its state. */
export const ROOM_CARDS = {
  rooms: list(FEW),
  'rooms-many': list(MANY),
  'rooms-guest': list(FEW.slice(1), { guest: true }),
  'rooms-empty': list([]),
  'rooms-loading': list([], { loading: true }),
  'rooms-failed': list(FEW.slice(1, 2), { error: new ChatError('network', 'The connection broke.') }),
  'room-create': create(),
  'room-create-empty': create(''),
  'room-create-taken': create('Lobby'),
  'room-about': about(),
  'room-about-member': about({ role: 'member', can: [], info: { ...OPEN, kind: 'members', locked: true } }),
  'room-about-nobody': about({ members: [] }),
  'room-about-failed': about({ error: new ChatError('network', 'The connection broke.') }),
  'room-about-long': about({
    info: { kind: 'announce', title: LONG, topic: `${WORDY} ${LONG.repeat(3)}` },
    members: LONG_PEOPLE,
    around: LONG_PEOPLE.map(({ user }) => user),
    press: ['Invite people'],
  }),
  'room-about-rtl': about({
    info: { kind: 'members', title: ARABIC, topic: ARABIC },
    members: LONG_PEOPLE,
    around: [person('ليلى'), person('Grace')],
    press: ['Invite people', 'Leave for good'],
  }),
  'room-direct': about({ name: 'dm:1', info: { kind: 'direct', peer: person('Grace') }, can: [] }),
  'room-refused': about({
    name: 'priv:1',
    info: {},
    can: [],
    role: 'none',
    refused: new ChatError('not_found', 'There is no such room.'),
  }),
  'room-invite': about({ around: [person('Barbara'), person('Linus')], press: ['Invite people'] }),
  'room-invite-nobody': about({ press: ['Invite people'] }),
  'room-change': about({ press: ['Change the room'] }),
  'room-leave': about({ press: ['Leave for good'] }),
  'room-person': whoIs(person('Grace')),
  'room-person-long': whoIs(person(LONG)),
  'rooms-rtl': list(MANY),
} satisfies Record<string, OpenCard>

export type RoomCard = keyof typeof ROOM_CARDS

/** The card of a state, if it is about rooms, with the way to it in the header. */
export function openRoomCard(name: string, panel: HTMLElement): void {
  if (!Object.hasOwn(ROOM_CARDS, name)) return
  const header = panel.querySelector('[part=header]')
  if (header) showSwitcher(header, name === 'rooms' ? 142 : 3, nothing)
  ROOM_CARDS[name as RoomCard](panel)
}
