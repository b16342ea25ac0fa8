interface Versioned extends CustomElementConstructor {
  version?: string
}

/** Defines `type` as `tag` unless that is taken, and warns if another version took it. Returns what the tag stands for. */
export function defineElement(
  tag: string,
  type: Versioned,
  registry: CustomElementRegistry | undefined,
): CustomElementConstructor {
  // No registry: a server that renders pages
  if (!registry) return type
  const known: Versioned | undefined = registry.get(tag)
  if (known) {
    if (known.version !== type.version) {
      console.warn(
        `<${tag}> is version ${known.version ?? 'unknown'} already; version ${type.version} was loaded too. Load one of them.`,
      )
    }
    return known
  }
  try {
    registry.define(tag, type)
    return type
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotSupportedError') throw error
    // One class stands for one tag
    const another = class extends type {}
    registry.define(tag, another)
    return another
  }
}
