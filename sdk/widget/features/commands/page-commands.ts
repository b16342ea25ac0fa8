import type { ChatCommand } from '../talk/chat-command.ts'

/** Commands that a page can add. */
const MOST = 50
const NAME = /^[a-z][a-z0-9_-]{0,31}$/
/** Code units of a description. */
const LONGEST = 100

const warned = new WeakSet<object>()

/** Says once of a list what of it counts for nothing, and why. */
function warn(list: object, why: readonly string[]): void {
  if (why.length === 0 || warned.has(list)) return
  warned.add(list)
  console.warn(`<chat-widget> commands: ${why.join(' ')}`)
}

/** Those of a page's commands that can be used; it may have set anything. `taken`: names that are not a page's. */
export function pageCommands(value: unknown, taken: ReadonlySet<string>): ChatCommand[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    if (typeof value === 'object') warn(value, ['It is no list.'])
    return []
  }
  const found = new Map<string, ChatCommand>()
  const why: string[] = []
  for (const each of value.slice(0, MOST) as (Partial<ChatCommand> | null | undefined)[]) {
    const { name, description } = each ?? {}
    if (typeof name !== 'string' || !NAME.test(name)) why.push(`${JSON.stringify(name) ?? 'Nothing'} is no name.`)
    else if (taken.has(name) || found.has(name)) why.push(`/${name} is there already.`)
    else if (typeof each?.run !== 'function') why.push(`/${name} has no function run.`)
    else {
      const says = typeof description === 'string' ? description.slice(0, LONGEST) : undefined
      found.set(name, { name, description: says, run: (args, place) => (each as ChatCommand).run(args, place) })
    }
  }
  if (value.length > MOST) why.push(`Only the first ${MOST} count.`)
  warn(value, why)
  return [...found.values()]
}
