import type { Case } from './case.ts'

/** What became of a case; UNRUN where the agent was never there for it. */
export interface Verdict {
  readonly behavior: 'OK' | 'FAILED' | 'UNRUN'
  readonly why: string
}

export interface JudgedCase extends Verdict {
  readonly id: string
  readonly about: string
}

const UNRUN: Verdict = { behavior: 'UNRUN', why: 'this agent has not run it' }

/** The verdicts of every agent, the last run of a case counting; a case that runs is waited for. */
export class Reports {
  readonly #cases: readonly Case[]
  readonly #byAgent = new Map<string, Map<number, Promise<Verdict>>>()

  constructor(cases: readonly Case[]) {
    this.#cases = cases
  }

  /** @param number of the case, from 1 on */
  running(agent: string, number: number, verdict: Promise<Verdict>): void {
    const known = this.#byAgent.get(agent) ?? new Map<number, Promise<Verdict>>()
    this.#byAgent.set(agent, known.set(number, verdict))
  }

  async verdict(agent: string, number: number): Promise<Verdict> {
    return (await this.#byAgent.get(agent)?.get(number)) ?? UNRUN
  }

  /** All cases, in order. */
  async of(agent: string): Promise<JudgedCase[]> {
    return Promise.all(this.#cases.map(async ({ id, about }, index) => ({ id, about, ...(await this.verdict(agent, index + 1)) })))
  }
}
