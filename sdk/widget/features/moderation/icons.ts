/** A drawing as those in views/icon.ts. */
export const SHIELD = 'M10 3 4 5v4.5c0 4 2.6 6.4 6 7.5 3.4-1.1 6-3.5 6-7.5V5zM7.5 10l2 2 3.5-4'
