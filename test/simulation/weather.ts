import type { Deeds } from './choose.ts'
import { CALM_STORE, type World } from './world.ts'

/** How network and store fare. */
export function weather(world: World): Deeds {
  const { clock, random, network, storeWeather } = world
  return {
    delay: () => {
      network.weather.delayMs = 3_000 * random() ** 3
    },
    doubling: () => {
      network.weather.doubling = random() < 0.5 ? 0 : random()
    },
    losing: () => {
      network.weather.losing = random() < 0.5 ? 0 : 0.3 * random()
    },
    'slow store': () => {
      storeWeather.commitMs = 1_500 * random() ** 3
      storeWeather.readMs = 1_500 * random() ** 2
    },
    'failing store': () => {
      storeWeather.failing = random() < 0.5 ? 0 : 0.4 * random()
      storeWeather.unknown = random() < 0.5 ? 0 : 0.4 * random()
    },
    'store down': () => {
      storeWeather.down = true
      clock.after(4_000 * random(), () => {
        storeWeather.down = false
      })
    },
    'store back': () => Object.assign(storeWeather, CALM_STORE),
  }
}
