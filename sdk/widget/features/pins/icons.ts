/** Drawings as those in views/icon.ts. */
export const PIN = 'M7.5 3h5l-.6 5 2.6 2.7v1.3h-9v-1.3L8.100 8zM10 12v5'
export const LIST = 'M3 5h.01M7 5h10M3 10h.01M7 10h10M3 15h.01M7 15h10'
