/** Drawings as those in views/icon.ts. */
export const LIST = 'M3 5h.01M7 5h10M3 10h.01M7 10h10M3 15h.01M7 15h10'
export const BACK = 'm12 4-6 6 6 6'
