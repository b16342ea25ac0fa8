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
      console.warn(`<${tag}> is version ${known.version} already; version ${type.version} is not used.`)
    }
    return known
  }
  try {
    registry.define(tag, type)
    return type
  } catch {
    // One class stands for one tag; whatever else was wrong is wrong again
    const another = class extends type {}
    registry.define(tag, another)
    return another
  }
}
