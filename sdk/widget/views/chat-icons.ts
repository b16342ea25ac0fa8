/** The drawings of the chat, as those in icon.ts. */
export const DOWN = 'M10 4v12m-5-5 5 5 5-5'
export const SEND = 'M10 16V4m-5 5 5-5 5 5'
export const PEOPLE =
  'M13 16.5v-1a3.5 3.5 0 0 0-3.5-3.5h-4A3.5 3.5 0 0 0 2 15.5v1M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M18 16.5v-1a3.5 3.5 0 0 0-2.6-3.4M13 3.2a3 3 0 0 1 0 5.6'
export const CLOCK = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14m0-11v4l2.5 1.5'
export const CHECK = 'm4 10.5 4 4 8-9'
export const MORE = 'M4.5 10h.01M10 10h.01M15.5 10h.01'
export const REPLY = 'M8 5 3.5 9.5 8 14M4 9.5h7a5.5 5.5 0 0 1 5.5 5.5'
export const PEN = 'M4 16l.8-3.6L13 4.2a1.8 1.8 0 0 1 2.6 0l.2.2a1.8 1.8 0 0 1 0 2.6l-8.2 8.2zM11.5 5.8l2.7 2.7'
export const LEAVE = 'M8 3H5.5A1.5 1.5 0 0 0 4 4.5v11A1.5 1.5 0 0 0 5.5 17H8m4.5-10.5L16 10l-3.5 3.5M16 10H8'
