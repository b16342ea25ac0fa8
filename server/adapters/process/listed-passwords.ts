import { codePoints } from '../../../sdk/protocol/limits.ts'

/** The passwords that were found most often where many were stolen, of `least` characters or more, in small letters. */
export async function listedPasswords(least: number): Promise<ReadonlySet<string>> {
  // 2 MB, for servers with passwords only
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const long = dictionary['passwords-common'].filter(password => codePoints(password, least) >= least)
  return new Set(long.map(password => password.toLowerCase()))
}
