/** The drawings of formatted texts, as those in views/icon.ts. */
export const EYE = 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10m8 2.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5'
