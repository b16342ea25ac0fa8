/** custom-elements.json, by which editors and other tools know the element: a manifest of the version 1.0.0. */
export function customElements({ attributes, properties, methods, events, slots, parts, styles }) {
  const named = (entries, more) =>
    Object.entries(entries).map(([name, entry]) => ({ name, ...more(entry, name), description: entry.says ?? entry }))
  const type = text => ({ type: { text } })
  const typeOf = ({ values, flag }) => (flag ? 'boolean' : (values?.map(value => `'${value}'`).join(' | ') ?? 'string'))
  const fallback = ({ values, default: first = values?.[0] }) => (first === undefined ? {} : { default: first })
  const module = { name: 'ChatWidgetElement', module: 'dist/element.js' }
  return {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path: module.module,
        declarations: [
          {
            kind: 'class',
            customElement: true,
            tagName: 'chat-widget',
            name: module.name,
            superclass: { name: 'HTMLElement' },
            description: 'A whole group chat in one element.',
            attributes: named(attributes, entry => ({ ...type(typeOf(entry)), ...fallback(entry) })),
            members: [
              ...named(attributes, (entry, attribute) => ({
                kind: 'field',
                name: entry.property ?? attribute,
                ...type(typeOf(entry)),
              })),
              ...named(properties, entry => ({
                kind: 'field',
                ...(entry.writable ? {} : { readonly: true }),
                ...type(entry.type),
              })),
              ...named(methods, entry => ({ kind: 'method', ...type(entry.type) })),
            ],
            events: named(events, entry => type(`CustomEvent<${entry.type}>`)),
            slots: named(slots, () => ({})),
            cssParts: Object.entries(parts).flatMap(([names, description]) =>
              names.split(' ').map(name => ({ name, description })),
            ),
            cssProperties: named(styles, fallback),
          },
        ],
        exports: [{ kind: 'js', name: module.name, declaration: module }],
      },
      {
        kind: 'javascript-module',
        path: 'dist/define.js',
        exports: [{ kind: 'custom-element-definition', name: 'chat-widget', declaration: module }],
      },
    ],
  }
}
