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
/** A week. ms. */
export const SLOW_MS = 604_800_000
/** Rooms where one user has a place. */
export const ROOMS_OF_USER = 2_000
/** That a room begins with. */
export const FIRST_MEMBERS = 10
/** In one answer, and in one question. */
export const ROWS = 1_000
