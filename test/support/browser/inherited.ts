/** What a stylesheet may set on a page and all that is in it gets: property, and a value that is not its initial one. */
export type Inherited = [property: string, value: string]

/**
 * Runs in the page: every property that inherits in this engine, found by trying, each with up to three values. Uses nothing
 * from around it.
 */
export function inheritedProperties(): { found: Inherited[]; untried: string[] } {
  const words =
    `auto none normal all both always hidden collapse scroll bold italic oblique small-caps condensed uppercase
    center right end justify justify-all nowrap pre pre-line break-spaces break-all keep-all anywhere break-word balance stable
    red serif vertical-rl upright sideways square inside help wait text dark thin lighter geometricPrecision crispEdges
    optimizeSpeed evenodd round bevel middle no-common-ligatures tabular-nums sub historical-forms jis78 pixelated exact
    economy only first last loose strict manual hide show each-line alternate inter-character space-between space-around
    weight under from-font emoji isolate no-autospace space-all trim-start markers linearRGB sRGB fill stroke painted
    bounding-box discard preserve wrap after read-write antialiased grayscale disc thick blink sesame triangle open
    no-drag drag element simplified touch manipulation separate coarse allow-keywords numeric-only ordinal titling-caps
    historical-ligatures slashed-zero full-width capitalize below left bottom top over spell-out digits literal-punctuation
    inter-word distribute legacy force-end allow-end text-before-edge central hanging context-fill
    rtl compact reverse inert standard constrained space reset
    auto-hide edges baseline contain visual block paused ease-in`.split(/\s+/)
  const values = [
    ...[
      '0',
      '1',
      '2',
      '3',
      '7',
      '0.25',
      '350',
      '3px',
      '11px',
      '13px 5px',
      '2em',
      '40%',
      '150%',
      '2s',
      'rgb(1, 2, 3)',
      '"-"',
    ],
    ...[
      '1px 1px red',
      '2px 3px 4px rgb(1, 2, 3)',
      '"a" "b"',
      '"a" "b" "c" "d"',
      '"liga" 0',
      '"wght" 700',
      '"x"',
      'rgb(1, 2, 3) red',
    ],
    ...[
      'ex-height 0.5',
      'filled circle',
      'under left',
      'over left',
      '2em hanging',
      '1px 2px',
      '4 2 2',
      '4',
      'url(#a)',
      'auto 2 3',
    ],
    ...[
      'none none',
      'weight style',
      'rotate(3deg)',
      'from-image',
      '90deg',
      'url("x.png"), help',
      'block 1',
      'en',
      '"en"',
      '4px red',
    ],
    ...words,
  ]
  // Elements that no browser has styles for
  const parent = document.body.appendChild(document.createElement('x-parent'))
  const child = parent.appendChild(document.createElement('x-child'))
  const ofParent = getComputedStyle(parent)
  const ofChild = getComputedStyle(child)
  const found: Inherited[] = []
  const untried: string[] = []
  const hidden = [
    '-webkit-user-modify',
    '-webkit-text-security',
    '-webkit-locale',
    'interactivity',
    'zoom',
    'user-select',
  ]
  for (const property of new Set([...ofParent, ...hidden])) {
    if (property.startsWith('--')) continue
    let tried = 0
    for (const value of values) {
      if (tried === 3) break
      if (!CSS.supports(property, value)) continue
      parent.style.setProperty(property, value)
      child.style.setProperty(property, 'initial')
      const initial = ofChild.getPropertyValue(property)
      const mine = ofParent.getPropertyValue(property)
      child.style.removeProperty(property)
      if (mine !== initial) {
        tried++
        if (ofChild.getPropertyValue(property) === mine) found.push([property, value])
      }
      parent.style.removeProperty(property)
    }
    if (!tried) untried.push(property)
  }
  parent.remove()
  return { found, untried }
}
