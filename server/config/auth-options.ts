import { z } from 'zod'
import { isLoopback } from '../core/ip-address.ts'
import { canonicalRule } from '../core/origin.ts'
import { listOf, OPTION_INFO } from './option-kinds.ts'

/** How people may log in. */
export const AUTH_METHODS = ['guest', 'password', 'jwt'] as const
export type AuthMethod = (typeof AUTH_METHODS)[number]

const LEAST_SECRET_BYTES = 32
const MOST_SECRET_BYTES = 4_096

/** Whether it is long enough to sign with, and no mistake. Bytes. */
export function isSecretLength(bytes: number): boolean {
  return bytes >= LEAST_SECRET_BYTES && bytes <= MOST_SECRET_BYTES
}

export const SECRET_EXPECTS = `${LEAST_SECRET_BYTES} to ${MOST_SECRET_BYTES} bytes`

const methods = listOf(text => AUTH_METHODS.find(method => method === text)).transform((all, context) => {
  if (all.length === 0) context.addIssue({ code: 'custom', message: 'nothing' })
  return [...new Set(all)]
})

/** Https, so that nobody else can answer with keys; on this machine http will do. */
function isKeysUrl(text: string): boolean {
  if (text.length > 2_048 || !URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return false
  const isHere = hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''))
  return protocol === 'https:' || (protocol === 'http:' && isHere)
}

const pictureRule = (text: string) => {
  const rule = canonicalRule(text)
  return rule?.startsWith('https://') ? rule : undefined
}

/** Who may log in, and the tokens of a site. */
export const AUTH_OPTIONS = {
  auth: methods.default(['guest']).register(OPTION_INFO, {
    env: 'CHAT_AUTH',
    value: 'A,B',
    help: 'how people log in: guest, password, jwt',
    expects: 'guest, password or jwt, separated by commas',
  }),
  noRegister: z.union([z.boolean(), z.stringbool()]).default(false).register(OPTION_INFO, {
    env: 'CHAT_NO_REGISTER',
    help: 'nobody may make an account of their own',
    expects: 'true or false',
  }),
  jwtSecret: z
    .string()
    .refine(text => isSecretLength(Buffer.byteLength(text)))
    .optional()
    .register(OPTION_INFO, {
      env: 'CHAT_JWT_SECRET',
      help: 'secret of HS256 tokens; by the environment only',
      expects: SECRET_EXPECTS,
      secret: true,
      onlyEnvironment: true,
    }),
  jwtSecretFile: z.string().min(1).max(4_096).optional().register(OPTION_INFO, {
    env: 'CHAT_JWT_SECRET_FILE',
    value: 'FILE',
    help: 'file with that secret',
    expects: 'a file',
  }),
  jwtJwks: z.string().refine(isKeysUrl).optional().register(OPTION_INFO, {
    env: 'CHAT_JWT_JWKS',
    value: 'URL',
    help: "where a site's public keys are, instead of a secret",
    expects: 'an address like https://example.com/.well-known/jwks.json (http on this machine only)',
    // Mistaken for it: an address with a name and a password
    secret: true,
  }),
  jwtIssuer: z.string().min(1).max(255).optional().register(OPTION_INFO, {
    env: 'CHAT_JWT_ISSUER',
    value: 'TEXT',
    help: "the iss of the site's tokens",
    expects: '1 to 255 characters',
  }),
  jwtAudience: z.string().min(1).max(255).optional().register(OPTION_INFO, {
    env: 'CHAT_JWT_AUDIENCE',
    value: 'TEXT',
    help: 'the aud of tokens for this chat; else the public URL',
    expects: '1 to 255 characters',
  }),
  jwtGrants: z.enum(['user', 'member', 'moderator', 'owner', 'admin']).default('moderator').register(OPTION_INFO, {
    env: 'CHAT_JWT_GRANTS',
    value: 'ROLE',
    help: 'the most that a token makes somebody',
    expects: 'user, member, moderator, owner or admin',
  }),
  pictures: listOf(pictureRule).default([]).register(OPTION_INFO, {
    env: 'CHAT_PICTURES',
    value: 'A,B',
    help: 'origins whose pictures of people are shown',
    expects: 'origins like https://example.com or https://*.example.com, separated by commas',
  }),
}
