/**
 * What happens to one connection, step by step: a step that comes while another runs (an observer answers a frame by
 * sending one, and what was sent is read too) waits for its turn, in order. Before `begin` all of them wait.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #isBusy = true

  take(step: () => void): void {
    this.#waiting.push(step)
    if (!this.#isBusy) this.begin()
  }

  /** Takes what waited, and from now on each step at once. */
  begin(): void {
    this.#isBusy = true
    try {
      for (const step of this.#waiting) step()
    } finally {
      this.#waiting.length = 0
      this.#isBusy = false
    }
  }
}
