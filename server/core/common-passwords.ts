/** What passwords that are guessed first are made of, in small letters. */
const WORDS = `
  password passwort passwd passw pass kennwort motdepasse contrasena senha parola haslo wachtwoord salasana secret geheim
  login logon welcome willkommen bienvenue admin administrator root user username guest test tester testing temp default
  letmein changeme master access enter open hello hallo hola bonjour ciao please computer internet server system windows
  microsoft google facebook youtube twitter linkedin instagram samsung android iphone apple chat widget chatwidget website
  iloveyou ilove loveyou love lover lovely forever sweetheart honey sweet baby angel princess prince queen king sunshine
  sunflower summer winter spring autumn sommer january february march april june july august september october november
  december monday tuesday wednesday thursday friday saturday sunday today tomorrow flower rainbow chocolate cookie cheese
  banana orange cherry strawberry blueberry pepper ginger coffee monkey dragon tiger lion eagle falcon wolf panther
  dolphin butterfly kitty hellokitty puppy doggy horse bear shadow phoenix unicorn football baseball basketball soccer
  hockey tennis golf volleyball swimming liverpool arsenal chelsea manchester united barcelona realmadrid madrid juventus
  bayern dortmund lakers yankees cowboys steelers packers eagles superman batman spiderman ironman starwars startrek pokemon
  pikachu naruto minecraft fortnite roblox playstation xbox nintendo mario zelda warcraft matrix terminator hacker ninja
  killer hunter soldier ranger warrior wizard merlin gandalf harrypotter potter trustno whatever nothing something anything
  qwerty qwertz azerty michael michelle jennifer jessica ashley amanda daniel andrew joshua matthew robert thomas charlie
  jordan maggie buster george nicole anthony william patrick alexander alexandra alex anna maria christian christopher
  samantha stephanie elizabeth victoria natasha andrea martin marina jasmine jackson taylor hannah sophie family friend
  friends freedom peace happy lucky smile music guitar metallica nirvana eminem america london paris berlin germany deutschland
  france espana italia canada california texas chicago boston jesus christ heaven blessed money dollar mustang ferrari
  porsche mercedes corvette harley yamaha honda toyota camaro silver golden diamond purple yellow black white blue green
  abc xyz super cool best good the and you me my is a i in it o
`
/** Rows of keyboards and of the alphabet, in which a finger or the tongue goes on. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'йцукенгшщзхъфывапролджэячсмитьбю',
  '12345678901234567890',
].flatMap(row => [row, [...row].reverse().join('')])

const ACCENTS = /\p{M}/gu
const SIGNS = new Map(
  Object.entries({ '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' }),
)
const OUTER_SIGNS = /^[^\p{L}]+|[^\p{L}]+$/gu
const NO_LETTER = /[^\p{L}]+/gu
/** As many of the words may follow each other; more are a passphrase. */
const FEW_WORDS = 2
/** Letters and digits of which there are fewer are soon tried. */
const FEW_KINDS = 5
const SHORTEST_RUN = 4
const LONGEST_WORD = 13

const words = new Set(WORDS.trim().split(/\s+/))

/** Whether lists of guesses begin with such passwords: `password2024!`, `Pa$$w0rd123`, `qwertyuiop`, `abcabcabcabc`. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase().normalize('NFD').replace(ACCENTS, '')
  if (new Set(plain).size < FEW_KINDS || isRepeat(plain) || isRun(plain)) return true
  // A sign is punctuation, or a letter, or a letter where letters are on both sides
  const readings = [plain, asLetters(plain), asLetters(plain.replace(OUTER_SIGNS, ''))]
  return readings.some(text => isFewWords(text.replace(NO_LETTER, '')))
}

function asLetters(text: string): string {
  return [...text].map(char => SIGNS.get(char) ?? char).join('')
}

/** `abc123abc123`; what is repeated is short. */
function isRepeat(text: string): boolean {
  for (let length = 1; length <= 6 && length < text.length; length++)
    if (text.startsWith(text.slice(0, -length), length)) return true
  return false
}

/** Nothing but runs along the rows, with up to two other characters. */
function isRun(text: string): boolean {
  let left = 0
  let at = 0
  while (at < text.length) {
    const length = runAt(text, at)
    if (length < SHORTEST_RUN) left++
    at += length < SHORTEST_RUN ? 1 : length
    if (left > 2) return false
  }
  return true
}

/** How far the text goes along a row from here on. */
function runAt(text: string, at: number): number {
  let longest = 0
  for (const row of ROWS) {
    for (let from = row.indexOf(text[at] ?? ''); from >= 0; from = row.indexOf(text[at] ?? '', from + 1)) {
      let length = 1
      while (at + length < text.length && from + length < row.length && text[at + length] === row[from + length])
        length++
      longest = Math.max(longest, length)
    }
  }
  return longest
}

/** Whether it is made of a word or two of the list, or is empty. Runs of the rows count as words. */
function isFewWords(letters: string): boolean {
  let ends = new Set([0])
  for (let count = 0; count <= FEW_WORDS; count++) {
    if (ends.has(letters.length)) return count > 0
    ends = new Set([...ends].flatMap(from => endsOfWords(letters, from)))
  }
  return false
}

function endsOfWords(letters: string, from: number): number[] {
  const ends: number[] = []
  for (let end = from + 1; end <= Math.min(letters.length, from + LONGEST_WORD); end++)
    if (words.has(letters.slice(from, end))) ends.push(end)
  const run = runAt(letters, from)
  for (let length = SHORTEST_RUN; length <= run; length++) ends.push(from + length)
  return ends
}
