import { openConnection } from '#engine/index.ts'
import { type ConnectionOptions, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { Session } from '../../../cli/connect/session.ts'

const ignore = (): void => undefined

/** What `sockscope connect URL --echo` does between its arguments and its output, in this process; resolves at its end. */
export function echoInProcess(url: string, options: Partial<ConnectionOptions> = {}): Promise<void> {
  return new Promise((resolve) => {
    const plan = {
      spec: { ...DEFAULT_SPEC, url, options: { ...DEFAULT_SPEC.options, ...options } },
      close: { code: 1000, reason: '' },
      isCloseAsked: false,
      count: null,
      durationMs: null,
      lingerMs: 1000,
      isEcho: true,
      isExplain: false,
      steps: [],
    }
    const session = new Session(plan, [], {
      onOpen: ignore,
      onUnsent: ignore,
      onWaiting: ignore,
      onDue: ignore,
      onEnd: () => resolve(),
    })
    session.attach(openConnection(plan.spec, session.observer, { userAgent: 'sockscope/test' }))
  })
}
