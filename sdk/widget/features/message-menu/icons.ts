/** Drawings as those in views/icon.ts. */
export const COPY =
  'M7 7V5a1.5 1.5 0 0 1 1.5-1.5h6A1.5 1.5 0 0 1 16 5v6a1.5 1.5 0 0 1-1.5 1.5H13M5.5 7h6A1.5 1.5 0 0 1 13 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 4 14.5v-6A1.5 1.5 0 0 1 5.5 7'
/** A face, and one more. */
export const ADD = 'M11 3.1a7 7 0 1 0 5.9 5.9M7.2 11.5a3.4 3.4 0 0 0 5.6 0M7.6 8h.01M12.4 8h.01M15.5 2v5M13 4.5h5'
export const FLAG = 'M5 17V4c3-2 6 2 10 0v7c-4 2-7-2-10 0'
export const MUTE = 'M4 8v4h2.5L10 15V5L6.5 8zM13 8.5l3 3m0-3-3 3'
export const BAN = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M5 5l10 10'
export const BIN =
  'M4 6h12M8 6V4.5A1 1 0 0 1 9 3.5h2a1 1 0 0 1 1 1V6M5.5 6l.7 9a1.5 1.5 0 0 0 1.5 1.5h4.6a1.5 1.5 0 0 0 1.5-1.5l.7-9'
