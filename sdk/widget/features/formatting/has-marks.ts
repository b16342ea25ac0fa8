const MARKS = /[*_`~|[\\]|^[ \t]*(?:>|-|\d{1,3}\.) /m
const SHORTCODE = /:[a-z0-9_+-]{1,40}:/i

/** Whether there may be a mark in a text at all: one look, for those texts that have none. */
export const hasMarks = (text: string, shortcodes: boolean) => MARKS.test(text) || (shortcodes && SHORTCODE.test(text))
