/** Two short notes; Hz and s. */
const NOTES = [
  [660, 0],
  [880, 0.11],
] as const
const LENGTH = 0.16
const LOUD = 0.08

/** Browsers let a page make sounds once somebody has done something in it. */
export function maySound(): boolean {
  const { userActivation } = navigator as { userActivation?: { hasBeenActive: boolean } }
  return typeof AudioContext === 'function' && userActivation?.hasBeenActive !== false
}

/** Plays the sound of a new message; false: the browser does not let it. */
export async function playSound(): Promise<boolean> {
  let context: AudioContext | undefined
  try {
    context = new AudioContext()
    // One that is asked to begin without a press may never do so
    if (context.state === 'suspended') await Promise.race([context.resume(), new Promise(end => setTimeout(end, 300))])
    if (context.state !== 'running') throw undefined
    const begin = context.currentTime + 0.02
    let last: OscillatorNode | undefined
    for (const [pitch, at] of NOTES) {
      const note = context.createOscillator()
      const volume = context.createGain()
      note.frequency.value = pitch
      volume.gain.setValueAtTime(0, begin + at)
      volume.gain.linearRampToValueAtTime(LOUD, begin + at + 0.015)
      volume.gain.exponentialRampToValueAtTime(0.0001, begin + at + LENGTH)
      note.connect(volume).connect(context.destination)
      note.start(begin + at)
      note.stop(begin + at + LENGTH)
      last = note
    }
    const ended = context
    last?.addEventListener('ended', () => void ended.close().catch(() => {}))
    return true
  } catch {
    void context?.close().catch(() => {})
    return false
  }
}
