/** A drawing as those in views/icon.ts. */
export const SMILE = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14m-2.8-5.5a3.4 3.4 0 0 0 5.6 0M7.6 8h.01M12.4 8h.01'
