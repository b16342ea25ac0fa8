import { pointed } from '../styles/point.css.ts'

/** Shows for a moment which row somebody was led to. */
export function pointAt(row: HTMLElement): void {
  row.classList.remove(pointed)
  // a second time it begins anew
  void row.offsetWidth
  row.classList.add(pointed)
  row.addEventListener('animationend', ({ target }) => {
    if (target === row) row.classList.remove(pointed)
  })
}
