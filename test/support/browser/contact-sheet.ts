export interface Shot {
  state: string
  /** Width and theme, or what else is special about it. */
  variant: string
  file: string
}

/** A page with all pictures: a row for each state. */
export function contactSheet(shots: readonly Shot[]): string {
  const states = [...new Set(shots.map(shot => shot.state))]
  const rows = states.map(state => {
    const pictures = shots
      .filter(shot => shot.state === state)
      .map(({ file, variant }) => {
        const image = `<a href="${file}"><img src="${file}" alt="${state}, ${variant}" loading="lazy"></a>`
        return `<figure>${image}<figcaption>${variant}</figcaption></figure>`
      })
    return `<section id="${state}"><h2>${state}</h2><div>${pictures.join('')}</div></section>`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Every state</title><style>
body { margin: 24px; font: 15px/1.5 system-ui, sans-serif; background: #eef; color: #223 }
section > div { display: flex; gap: 16px; overflow-x: auto; align-items: end }
figure { margin: 0 } figcaption { font-size: 13px; color: #556 }
img { display: block; height: 320px; border-radius: 6px; box-shadow: 0 1px 8px #0003 }
</style></head><body><h1>Every state</h1>
<nav>${states.map(state => `<a href="#${state}">${state}</a>`).join(' · ')}</nav>
${rows.join('\n')}
</body></html>
`
}
