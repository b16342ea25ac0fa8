/** What the directory takes at most; lengths are in code points where nothing else is said. */

export const NAME_LENGTH = 64
/** Look-alike keys of a name. */
export const KEYS = 8
/** UTF-16 units. */
export const KEY_LENGTH = 2_048
/** Of one account; of more the oldest go. */
export const GUEST_IDS = 50
export const PICTURE_LENGTH = 2_048
/** Of the hash. UTF-16 units. */
export const PASSWORD_LENGTH = 1_024
/** Of an issuer, and of what it calls somebody. */
export const SUBJECT_LENGTH = 1_024
export const TITLE_LENGTH = 200
export const TOPIC_LENGTH = 2_000
export const REASON_LENGTH = 300
/** Of what somebody writes to those who keep order. */
export const NOTE_LENGTH = 500
/** Of the name of a filter. */
export const RULE_LENGTH = 200
/** Of what somebody did. */
export const ACTION_LENGTH = 64
/** What a deed was about, as JSON. UTF-16 units. */
export const TARGET_LENGTH = 16_384
/** Of what was reported. */
export const SNAPSHOT_LENGTH = 100_000
/** What a room does not let in, as JSON. */
export const FILTERS_BYTES = 256_000
/** A week. ms. */
export const SLOW_MS = 604_800_000
/** Rooms where one user has a place. */
export const ROOMS_OF_USER = 2_000
/** That wait, of one room, of one person, and by one person. */
export const INVITATIONS = 200
/** Of one person. */
export const BLOCKS = 1_000
/** Of one person; of more the ones that were longest not written go. */
export const POSITIONS = 2_000
/** Written at once. */
export const POSITIONS_AT_ONCE = 500
/** UTF-16 units. */
export const EPOCH_LENGTH = 64
/** That a room begins with. */
export const FIRST_MEMBERS = 10
/** In one answer, and in one question. */
export const ROWS = 1_000
