/** The numbers that operators watch. */
export interface Metrics {
  /** One HTTP answer; `route` is one of few, never what a client wrote. */
  httpAnswered(route: string, status: number): void
  /** Everything in Prometheus' text format. */
  expose(): Promise<{ contentType: string; text: string }>
}
