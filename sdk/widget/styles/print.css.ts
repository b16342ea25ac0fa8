import { type GlobalStyleRule, globalStyle } from '@vanilla-extract/css'
import { avatar } from './avatar.css.ts'
import { unrolled } from './base.css.ts'
import { chat, count, header, heading } from './chat.css.ts'
import { composer, typing } from './composer.css.ts'
import { jump } from './jump.css.ts'
import { banner, day, edge, list, main, scroller } from './log.css.ts'
import { bubble, gutter, menu, message, mine, time } from './message.css.ts'
import { people, scrim } from './people.css.ts'
import { color, root } from './theme.css.ts'

// Paper shows who said what and when, and nothing to press; browsers leave backgrounds out
const onPaper = (selectors: string[], rule: GlobalStyleRule) =>
  globalStyle(selectors.map(each => `${root} ${each}`).join(), { '@media': { print: rule as object } })

onPaper([chat, main, scroller], unrolled)
onPaper([people, scrim, banner, edge, jump, typing, composer, menu, `${header} > :not(${heading}, ${count})`], {
  display: 'none',
})
onPaper([header], { background: 'none', padding: '8px 0' })
onPaper([list], { margin: 0, padding: 0 })
onPaper([day], { position: 'static', background: 'none' })
onPaper([message], { contain: 'none', breakInside: 'avoid' })
onPaper([`${message} ${bubble}`, avatar], {
  border: `1px solid ${color.control}`,
  background: 'none',
  color: color.ink,
})
onPaper([`${mine} ${bubble} a`], { color: color.accentInk })
onPaper([`${gutter} ${time}`], { opacity: 1 })
