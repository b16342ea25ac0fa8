/** What each person was shown: by seq, since the oldest that their page began with. */
class Shown {
  /** @type {Map<number, string>} */
  cids = new Map()
  oldest = Number.POSITIVE_INFINITY
  newest = 0

  /** @param {readonly { seq: number, cid: string }[]} messages @param {boolean} keep */
  begin(messages, keep) {
    const first = messages[0]?.seq ?? Number.POSITIVE_INFINITY
    // a hole before the page can be paged to: what is counted begins behind it
    if (!keep || first > this.newest + 1) {
      this.cids.clear()
      this.oldest = first
      this.newest = 0
    }
    for (const { seq, cid } of messages) this.cids.set(seq, cid)
    this.newest = Math.max(this.newest, messages.at(-1)?.seq ?? 0)
  }

  /** Whether it was shown already. @param {number} seq @param {string} cid */
  add(seq, cid) {
    const twice = this.cids.has(seq) || (this.#latest.has(cid) && this.#latest.get(cid) !== seq)
    this.cids.set(seq, cid)
    this.#latest.set(cid, seq)
    this.oldest = Math.min(this.oldest, seq)
    this.newest = Math.max(this.newest, seq)
    return twice
  }

  /** @type {Map<string, number>} */
  #latest = new Map()
}

/** Keeps account of what was sent, acknowledged and shown, and to whom. */
export class Ledger {
  /** @type {Set<string>} */
  #sent = new Set()
  /** @type {Map<string, number>} */
  #acknowledged = new Map()
  /** @type {Map<string, Shown>} */
  #shown = new Map()
  #duplicated = 0
  #healed = 0
  /** @type {Map<string, boolean>} */
  #gaps = new Map()

  /** @param {string} name */
  expect(name) {
    if (!this.#shown.has(name)) this.#shown.set(name, new Shown())
    return /** @type {Shown} */ (this.#shown.get(name))
  }

  /** @param {{ name: string, type: string, [key: string]: any }} news */
  tell({ name, type, ...news }) {
    const shown = this.expect(name)
    switch (type) {
      case 'sent':
        this.#sent.add(news.cid)
        break
      case 'acknowledged':
        this.#sent.add(news.cid)
        this.#acknowledged.set(news.cid, news.seq)
        break
      case 'page':
        shown.begin(news.messages, news.keep)
        break
      case 'message':
        if (shown.add(news.seq, news.cid)) this.#duplicated++
        break
      case 'gap':
        this.#gaps.set(name, true)
        break
      case 'joined':
        if (this.#gaps.delete(name)) this.#healed++
        break
    }
  }

  /** Lost: acknowledged, and not shown as that seq by somebody who has come as far. */
  counts() {
    let lost = 0
    for (const [cid, seq] of this.#acknowledged) {
      const missing = [...this.#shown.values()].some(
        ({ cids, oldest, newest }) => seq >= oldest && seq <= newest && cids.get(seq) !== cid,
      )
      if (missing) lost++
    }
    return {
      sent: this.#sent.size,
      acknowledged: this.#acknowledged.size,
      lost,
      duplicated: this.#duplicated,
      healed: this.#healed,
    }
  }
}
