/** Promises that wait for one outcome. */
export class Waiters {
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = []

  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  resolve(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve()
  }

  reject(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
