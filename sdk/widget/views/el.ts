export type Attributes = Record<string, string | number | boolean | undefined>

/** Sets or takes away; `true` is the empty attribute. Touches the DOM only on change. */
export function attr(node: Element, name: string, value: string | number | boolean | undefined): void {
  const text = value === true ? '' : `${value}`
  if (value === undefined || value === false) node.removeAttribute(name)
  else if (node.getAttribute(name) !== text) node.setAttribute(name, text)
}

/** Takes a node out of where it is. Pages replace `remove` by what fails without a parent element, as in a shadow root. */
export function detach(node: Node): void {
  node.parentNode?.removeChild(node)
}

/** An element with classes, attributes and children; text is only ever text. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  classes = '',
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  if (classes) node.className = classes
  for (const name of Object.keys(attributes)) attr(node, name, attributes[name])
  node.append(...children)
  return node
}

/** Writes the text of a node, on change only. */
export function say(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text
}

/** A button that never submits by accident. */
export function button(classes: string, attributes: Attributes, press: () => void, ...children: (Node | string)[]) {
  const node = el('button', classes, { type: 'button', ...attributes }, ...children)
  node.addEventListener('click', press)
  return node
}
