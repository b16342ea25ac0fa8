// Draws charts of horizontal bars as SVG: node drawing.mjs FOLDER < charts.json
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BarChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, TitleComponent, SVGRenderer])

/** The accent of the widget at its own hue, a quiet tone for the others, and its inks, as sRGB. */
const COLOR = { own: '#5b5bd6', other: '#b9bccb', ink: '#1c1d2b', muted: '#5c5e72', ground: '#ffffff' }
// single quotes: it is put into attributes as it is
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const WIDTH = 860
const ROW = 30
const TOP = 84
const BOTTOM = 24

for (const chart of JSON.parse(readFileSync(0, 'utf8')))
  writeFileSync(path.join(process.argv[2], chart.file), `${draw(chart)}\n`)

function draw({ title, subtitle, digits, groups }) {
  const rows = groups.flatMap(({ name, bars }) => {
    // loads differ by orders of magnitude: each group has a scale of its own
    const longest = Math.max(...bars.map(({ value }) => value))
    return [{ heading: name }, ...bars.map(bar => ({ ...bar, length: bar.value / longest }))]
  })
  const height = TOP + rows.length * ROW + BOTTOM
  const show = value => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  chart.setOption({
    animation: false,
    backgroundColor: COLOR.ground,
    textStyle: { fontFamily: FONT, color: COLOR.ink },
    title: {
      text: title,
      subtext: groups.length > 1 ? `${subtitle} Each load has its own scale.` : subtitle,
      left: 24,
      top: 20,
      itemGap: 8,
      textStyle: { fontSize: 20, fontWeight: 700, color: COLOR.ink },
      subtextStyle: { fontSize: 14, color: COLOR.muted },
    },
    grid: { left: 290, right: 90, top: TOP, bottom: BOTTOM, containLabel: false },
    xAxis: {
      type: 'value',
      min: 0,
      max: 1,
      show: false,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((_row, index) => index),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        interval: 0,
        align: 'left',
        margin: 266,
        formatter: value => {
          const { heading, label, own } = rows[value]
          return heading === undefined ? `{${own ? 'own' : 'other'}|${label}}` : `{heading|${heading}}`
        },
        rich: {
          heading: { fontSize: 14, fontWeight: 700, color: COLOR.ink },
          own: { fontSize: 14, fontWeight: 600, color: COLOR.own, padding: [0, 0, 0, 14] },
          other: { fontSize: 14, color: COLOR.muted, padding: [0, 0, 0, 14] },
        },
      },
    },
    series: [
      {
        type: 'bar',
        barWidth: 18,
        data: rows.map(({ heading, length, own }) => ({
          value: heading === undefined ? length : null,
          itemStyle: { color: own ? COLOR.own : COLOR.other, borderRadius: [0, 4, 4, 0] },
        })),
        label: {
          show: true,
          position: 'right',
          distance: 8,
          fontSize: 14,
          color: COLOR.ink,
          formatter: ({ dataIndex }) => (rows[dataIndex].heading === undefined ? show(rows[dataIndex].value) : ''),
        },
      },
    ],
  })
  const svg = chart.renderToSVGString()
  // its clock would keep the process alive
  chart.dispose()
  return svg
}
