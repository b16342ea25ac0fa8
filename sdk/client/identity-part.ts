// What only some clients need of who they are: a site's tokens, and a guest who becomes an account

export { identify } from './identify.ts'
export { siteTokens } from './site-tokens.ts'
