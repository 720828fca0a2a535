/**
 * Answers for the newest question only. One question is under way at a time: while a person holds an
 * arrow key, what was asked in between is never sent, and what comes too late is never shown.
 */
export class NewestWins<Question, Answer> {
  readonly #load: (question: Question) => Promise<Answer>
  readonly #onAnswer: (question: Question, answer: Answer) => void
  readonly #onFailure: (question: Question, error: unknown) => void
  #waiting: { readonly question: Question } | null = null
  #isLoading = false

  constructor(
    load: (question: Question) => Promise<Answer>,
    onAnswer: (question: Question, answer: Answer) => void,
    onFailure: (question: Question, error: unknown) => void,
  ) {
    this.#load = load
    this.#onAnswer = onAnswer
    this.#onFailure = onFailure
  }

  ask(question: Question): void {
    this.#waiting = { question }
    if (!this.#isLoading) void this.#work()
  }

  async #work(): Promise<void> {
    this.#isLoading = true
    while (this.#waiting) {
      const { question } = this.#waiting
      this.#waiting = null
      try {
        const answer = await this.#load(question)
        if (!this.#waiting) this.#onAnswer(question, answer)
      } catch (error) {
        if (!this.#waiting) this.#onFailure(question, error)
      }
    }
    this.#isLoading = false
  }
}
