import { ChatError } from '../../../lib/chat-error.ts'
import { fillField, refuseText } from '../../views/composer.ts'
import type { CompletionEntry } from '../completion/completion.ts'
import type { BeforeSend } from '../talk/before-send.ts'
import type { ChatCommand } from '../talk/chat-command.ts'
import { commandIn } from '../talk/command-text.ts'
import type { TalkFeature, TalkHost } from '../talk/talk-host.ts'
import { builtIn } from './built-in.ts'
import { pageCommands } from './page-commands.ts'
import { words } from './words.ts'

/** The element, as its page has it. */
interface Host extends HTMLElement {
  commands?: unknown
  send(text: string, options?: { replyTo?: string | undefined }): Promise<unknown>
}

/** What was typed is done with: nothing of it is left in the composer. */
const DONE = () => new ChatError('canceled', 'It was done.')

/** What people do by typing `/name`: what every chat has, and what its page adds. */
export function openCommands(host: TalkHost): TalkFeature {
  const element = host.root.host as Host
  const own = builtIn(host)
  const taken = new Set(own.map(({ name }) => name))
  const ofPage = () => pageCommands(element.commands, taken)
  let stopped = false

  /** Whether the reader is still who and where they were. */
  function place(): () => boolean {
    const [store, user] = [host.shown(), host.client()?.user?.id]
    return () => !stopped && host.shown() === store && host.client()?.user?.id === user
  }

  /** What did not work comes back into the composer, unless something else stands there by now. */
  function giveBack(typed: string, why: string): void {
    const field = host.refs()?.composer
    if (field?.value !== '' || host.chrome().writing?.as === 'edit') {
      host.say(why, true)
      return
    }
    fillField(field, typed)
    refuseText(field, why, host.emit)
  }

  async function follow(typed: string, name: string, work: () => Promise<void>): Promise<void> {
    const isHere = place()
    try {
      await work()
    } catch (error) {
      const { message } = (error ?? {}) as Partial<Error>
      const why = words.failed(name, (typeof error === 'string' && error) || message || words.failedPlain)
      if (isHere()) giveBack(typed, why)
      else if (!stopped) host.say(why, true)
    }
  }

  async function run(command: ChatCommand, args: string, replyTo: string | undefined): Promise<void> {
    const { name } = command
    const [room, client] = [host.shown()?.room, host.client()]
    if (!room || !client) return
    const isHere = place()
    const text = await command.run(args, { room, client, element })
    if (typeof text !== 'string' || text === '') return
    if (isHere()) await element.send(text, { replyTo })
    else if (!stopped) host.say(words.left(name), true)
  }

  /** Says why what was typed is no command that can be; undefined: it is done with, or a text by now. */
  function take(message: BeforeSend, name: string, args: string): ChatError | undefined {
    const typed = message.text
    const found = own.find(each => each.name === name)
    const why = found?.refuse(args)
    if (why) return new ChatError('bad_request', why)
    if (found?.text) {
      message.text = found.text(args)
      return undefined
    }
    const command = found ? undefined : ofPage().find(each => each.name === name)
    if (!found && !command) return new ChatError('bad_request', words.unknown(name))
    void follow(typed, name, async () => {
      if (command) await run(command, args, message.replyTo)
      else if (found?.act) host.say(await found.act(args))
    })
    message.text = ''
    return DONE()
  }

  const unregister = host.completion.register<CompletionEntry & { name: string }>({
    trigger: '/',
    label: words.commands,
    first: true,
    query: /^[a-z0-9_-]{0,32}$/i,
    find(query) {
      if (host.chrome().writing?.as === 'edit') return []
      const name = query.toLowerCase()
      const mine = own.map(each => ({ name: each.name, hint: each.description, hintLang: words.lang }))
      const pages = ofPage().map(each => ({ name: each.name, hint: each.description, hintLang: undefined }))
      return [...mine, ...pages]
        .filter(each => each.name.startsWith(name))
        .map(each => ({ ...each, key: each.name, label: `/${each.name}`, done: each.name === name }))
    },
    insert: ({ label }) => label,
  })

  return {
    look() {},
    outgoing(message, typed) {
      if (!typed || message.edit !== undefined) return undefined
      const command = commandIn(message.text)
      if (command) return take(message, command.name, command.args)
      // Two slashes before a word say that one of them is meant
      const rest = message.text.slice(1)
      if (message.text.startsWith('//') && commandIn(rest)) message.text = rest
      return undefined
    },
    stop() {
      stopped = true
      unregister()
    },
  }
}
