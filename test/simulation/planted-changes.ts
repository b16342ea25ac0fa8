import type { PlantedFault } from './planted-fault.ts'

/** About messages that change: each is found by the simulation. */
export const PLANTED_CHANGES: readonly PlantedFault[] = [
  // what both sides make of a change
  {
    name: 'a change that a message has already is applied again',
    file: 'sdk/protocol/apply-event.ts',
    find: 'return event.seq > (message.rev ?? 0) ? changed(message, event, me) : message',
    replace: 'return changed(message, event, me)',
    reason: /which stood as of/,
  },
  {
    name: 'of two edits the older one wins',
    file: 'sdk/protocol/apply-event.ts',
    find: 'return event.deleted ? message : edited(message, event)',
    replace: 'return event.deleted || message.editedAt ? message : edited(message, event)',
    reason: /differ|quotes something else|while/,
  },
  {
    name: 'a quote outlives what it quotes',
    file: 'sdk/protocol/apply-event.ts',
    find: "  if (event.type === 'message_deleted') {\n    const user = authorAfter(quote.user, event)",
    replace: '  if (false as boolean) {\n    const user = authorAfter(quote.user, event as never)',
    reason: /differ|which was deleted/,
  },
  {
    name: 'an own reaction is not marked when it comes from elsewhere',
    file: 'sdk/protocol/apply-event.ts',
    find: 'user?.id === me ? on : known?.me',
    replace: 'user?.id === me ? known?.me : known?.me',
    reason: /differ|does not show|who ever chose/,
  },
  // the server
  {
    name: 'a deletion forgets the events in memory',
    file: 'server/log/cached-rooms.ts',
    find: 'this.#rooms.fold(room, event)',
    replace: "if (event.type !== 'message_deleted') this.#rooms.fold(room, event)",
    reason: /which was deleted|differ/,
  },
  {
    name: 'a deletion forgets the quotes in memory',
    file: 'server/events/fold-into.ts',
    find: 'if (event.replyTo?.messageId === change.messageId) replaceBy(events, event, change)',
    replace:
      "if (event.replyTo?.messageId === change.messageId && change.type !== 'message_deleted') replaceBy(events, event, change)",
    reason: /which was deleted|differ/,
  },
  {
    name: 'a deletion forgets the edits in memory',
    file: 'server/events/edit-as-it-stands.ts',
    find: "return { ...rest, text: '', deleted: true }",
    replace: 'return edit',
    reason: /which was deleted|differ/,
  },
  {
    name: 'off by one around a deleted message in a resume',
    file: 'server/log/event-ring.ts',
    find: 'bytes += wireBytes(event)\n',
    replace: "if (event.type === 'new_message' && event.deleted) continue\n      bytes += wireBytes(event)\n",
    reason: /differ|has \d+ after|ends at/,
  },
  {
    name: 'an edit by another author is taken',
    file: 'server/events/write-event.ts',
    find: '!idsOf(write).includes(message.user.id) ||',
    replace: '',
    reason: /comes out as new, not as forbidden/,
  },
  {
    name: 'an edit of a deleted message is taken',
    file: 'server/events/write-event.ts',
    find: `  const { message, edited } = held
  if (message.deleted) return { refused: 'not_found' }`,
    replace: '  const { message, edited } = held',
    reason: /comes out as|not there/,
  },
  {
    name: 'a reaction is no reason for a conflict, an edit neither',
    file: 'server/events/write-event.ts',
    find: 'edited: isEdit ? event.seq : edited })',
    replace: 'edited })',
    reason: /comes out as new, not as conflict/,
  },
  {
    name: 'a reaction conflicts with an edit',
    file: 'server/events/write-event.ts',
    find: 'content.rev !== undefined && edited > content.rev',
    replace: 'content.rev !== undefined && (message.rev ?? 0) > content.rev',
    reason: /comes out as conflict, not as new/,
  },
  {
    name: 'the same reaction counts twice',
    file: 'server/events/write-event.ts',
    find: 'if ((by !== undefined) === on)',
    replace: 'if (!on && by === undefined)',
    reason: /comes out as (new|too_many), not as again/,
  },
  {
    name: 'a page that is joined forgets what changed while it was read',
    file: 'server/app/rooms/room-content.ts',
    find: 'messages: messages.map(message => applyEvent(message, event)), more }',
    replace: 'messages, more }',
    reason: /differ/,
  },
  {
    name: 'the own reactions in a page of history are not marked',
    file: 'server/app/actions/encode-for.ts',
    find: 'encodeMessage(message, own.get(message.seq))',
    replace: 'encodeMessage(message)',
    reason: /differ/,
  },
  {
    name: 'changes of what is quoted are no changes',
    file: 'server/adapters/memory/changes.ts',
    find: '(held.message.rev ?? 0) <= since && (quoted?.rev ?? 0) <= since',
    replace: '(held.message.rev ?? 0) <= since && quoted?.rev !== -1',
    reason: /differ/,
  },
  // the client
  {
    name: 'what changed while a page was asked for is dropped',
    file: 'sdk/client/log/pages.ts',
    find: 'this.#meanwhile.add(event)\n',
    replace: '\n',
    reason: /differ/,
  },
  {
    name: 'what was granted in another epoch is shown in this one',
    file: 'sdk/client/log/contents.ts',
    find: 'if (!keep) this.#granted = []',
    replace: '',
    reason: /differ/,
    seldom: 560,
  },
  {
    name: 'an own reaction is counted again when it has come',
    file: 'sdk/client/outbox/with-requests.ts',
    find: `if (!own || mine === on) return undefined
      // who is named among them counts already, though a row that waits for its changes does not say so
      const others = withoutMe(users, mine && users.length === count, me)
      const isNamed = others.length < users.length
`,
    replace: `if (!own) return undefined
      const others = withoutMe(users, mine && users.length === count, me)
      const isNamed = false
`,
    reason: /ever chose|differ/,
  },
  {
    name: 'each wish about a reaction is sent',
    file: 'sdk/client/outbox/open-wish.ts',
    find: 'if (!last || last.firstTriedAt === undefined) return last',
    replace: 'if (!last || last.firstTriedAt === undefined) return undefined',
    reason: /was to be/,
  },
  {
    name: 'a wish about a reaction is taken for granted with the one before it',
    file: 'sdk/client/outbox/granted.ts',
    find: 'request.on === granted.on ? undefined : request',
    replace: 'granted.on !== undefined ? undefined : request',
    reason: /was to be|not true|lost/,
  },
  // the store of the view
  {
    name: 'nobody asks what changed over an absence',
    file: 'sdk/store/timeline-pages.ts',
    find: 'return seq > since && first < start ?',
    replace: 'return seq < 0 && first < start ?',
    reason: /differ/,
  },
  {
    name: 'an own edit is undone by an older one',
    file: 'sdk/store/message-item.ts',
    find: 'open.length > 0 ? withRequests(message, open, me) : message',
    replace: 'open.length > 0 && !message.editedAt ? withRequests(message, open, me) : message',
    reason: /while e\d+ is on its way|does not show/,
  },
  {
    name: 'own changes are shown in the order of their times',
    file: 'sdk/store/timeline.ts',
    find: 'return applyDraft(state, event.draft, event.ahead)',
    replace: `{
        const { drafts } = applyDraft(state, event.draft, event.ahead)
        return { ...applyDraft(state, event.draft, event.ahead), drafts: drafts.toSorted((a, b) => a.createdAt - b.createdAt) }
      }`,
    reason: /on its way|does not show/,
    seldom: 265,
  },
]

/** What stands on parts that the simulation has others for: each is found by the tests that are named. */
export const PLANTED_ELSEWHERE: readonly (PlantedFault & { tests: string; named: string })[] = [
  {
    name: 'changes of one message overtake each other',
    file: 'sdk/client/outbox/next-batch.ts',
    find: 'if (target !== undefined && targets.has(target)) continue',
    replace: '',
    tests: 'test/unit/sdk/client/outbox/changes.test.ts',
    named: '\\[CL161\\]',
    reason: /CL161/,
  },
  {
    name: 'what comes late on a line of the guest is not known by the cids of the account',
    file: 'server/events/with-other-ids.ts',
    find: 'const others = people.otherIds(write.user.id)',
    replace: 'const others = write.user.guest ? [] : people.otherIds(write.user.id)',
    tests: 'test/contract/former-ids.test.ts',
    named: "'memory', of connections that do not know of each other \\[RT55\\]",
    reason: /RT55.*what comes late on a line of the guest/,
  },
  {
    name: 'who has a new guest is known by the ids of before',
    file: 'server/adapters/sqlite/directory-accounts.ts',
    find: 'for (const each of [id, ...account.guestIds, ...(before?.guestIds ?? [])]) this.#others.forget(each)',
    replace: 'this.#others.forget(id)',
    tests: 'test/contract/former-ids.test.ts',
    named: "'sqlite', of connections that do not know of each other \\[RT55\\]",
    reason: /RT55/,
  },
  {
    name: 'the cid of a message is that of an edit',
    file: 'server/events/known-event.ts',
    find: 'if (type !== content.kind || aboutWhat',
    replace: "if (type !== 'new_message' && aboutWhat",
    tests: 'test/contract/kinds.test.ts',
    named: "in 'memory' \\[MS153\\]",
    reason: /MS153.*a cid stands for one operation/,
  },
  {
    name: 'a deletion leaves who reacted',
    file: 'server/adapters/sqlite/event-rows.ts',
    find: 'clearReactions.run(this.#id, seq)',
    replace: '',
    tests: 'test/contract/kinds.test.ts',
    named: "in 'sqlite' \\[MS15[02]\\]",
    reason: /MS15[02]/,
  },
  {
    name: 'a deletion leaves what the export says of it',
    file: 'server/adapters/sqlite/event-rows.ts',
    find: 'clearChanges.run(this.#id, seq)',
    replace: '',
    tests: 'test/contract/kinds.test.ts',
    named: "in 'sqlite' \\[MS15[02]\\]",
    reason: /MS15[02]/,
  },
  {
    name: 'a migration loses the last row',
    file: 'server/adapters/sqlite/migrations.ts',
    find: 'DROP INDEX events_by_seq;\n',
    replace: 'DROP INDEX events_by_seq;\n   DELETE FROM messages WHERE id = (SELECT max(id) FROM messages);\n',
    tests: 'test/unit/server/adapters/sqlite/schema.test.ts',
    named: 'ST11',
    reason: /a database of the first version keeps what it holds/,
  },
  {
    name: 'a quote is changed by what was there before it',
    file: 'sdk/protocol/apply-event.ts',
    find: ' && event.seq > asOf) return',
    replace: ') return',
    tests: 'test/unit/sdk/client/log/contents.test.ts',
    named: 'CL170',
    reason: /CL170.*nor of what it quotes/,
  },
  {
    name: 'what is read of who was removed has their name',
    file: 'server/log/log-without-names.ts',
    find: 'return this.#log.resume(room, from, limit, maxBytes).then(this.#maskResumed)',
    replace: 'return this.#log.resume(room, from, limit, maxBytes)',
    tests: 'test/unit/server/log/log-without-names.test.ts',
    named: 'RT9',
    reason: /RT9.*has no name in pages, resumes/,
  },
  {
    name: 'who says once more who they are does not end with their login',
    file: 'server/app/identity/session-record.ts',
    find: 'this.#sockets = this.#sockets.toSpliced(at, 1)',
    replace: 'this.#sockets = this.#sockets.filter(other => other !== socket)',
    tests: 'test/unit/server/app/identity/sessions.test.ts',
    named: 'SE277',
    reason: /SE277.*ended with its login/,
  },
  {
    name: 'what the store has lost of what was erased stays',
    file: 'server/app/people/eraser.ts',
    find: "if (type === 'reset') this.#onReset()",
    replace: 'void type',
    tests: 'test/unit/server/app/eraser.test.ts',
    named: 'SE275',
    reason: /SE275/,
  },
]
