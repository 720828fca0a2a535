import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  type CookieSource,
  jsonPrinter,
  type LineOutput,
  nowUs,
  openConnection,
  type RecordPrinter,
  readablePrinter,
  rehearse,
  SILENT_OBSERVER,
} from '#engine/index.ts'
import { complain } from './complaint.ts'
import { CONNECTION } from './connect/connection-number.ts'
import { openCookies } from './connect/cookies.ts'
import { type Input, startInput } from './connect/input.ts'
import type { ConnectPlan } from './connect/plan.ts'
import { recordingObserver } from './connect/recorder.ts'
import { createSaving, type Saving } from './connect/saving.ts'
import { createScreen, type Screen } from './connect/screen.ts'
import { Session } from './connect/session.ts'
import { onSignals } from './connect/signals.ts'
import { loadSteps } from './connect/steps.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { explainingPrinter } from './explain/explaining.ts'
import { pageFor } from './explain/page.ts'
import { foldersOf } from './folders.ts'
import { createSink, type Sink } from './print/sink.ts'
import { styleFor } from './print/style.ts'
import { version } from './version.ts'

/**
 * `sockscope connect`: one connection from the first look-up to its end, printed as it happens.
 * @throws AppError for what cannot be tried: a file to send that is not there, a capture that cannot be written
 */
export async function connect(plan: ConnectPlan): Promise<ExitStatus> {
  const steps = await loadSteps(plan.steps)
  const sink = createSink(process.stdout)
  const screen = createScreen(sink)
  await rehearse(recordingObserver(CONNECTION, printerFor(plan, UNPRINTED), null, SILENT_OBSERVER))
  const cookies = await openCookies(plan.cookieJar)
  const saving = plan.save === null ? null : await createSaving(plan.save, plan.spec.url)
  const status = await converse(plan, steps, sink, screen, saving, cookies.source)
  const saved = (await saving?.finish()) ?? EXIT.done
  const kept = await cookies.finish()
  await sink.flush()
  return [status, saved, kept].find((part) => part !== EXIT.done) ?? EXIT.done
}

const NO_PAYLOAD = new Uint8Array(0)

/** What is only rehearsed is formatted like the rest, and not written. */
const UNPRINTED: LineOutput = { line: () => undefined }

const printerFor = (plan: ConnectPlan, output: LineOutput): RecordPrinter =>
  plan.isJson
    ? jsonPrinter(output)
    : plan.isExplain
      ? explainingPrinter(output, pageFor(process.stdout))
      : readablePrinter(output, styleFor(process.stdout))

function converse(
  plan: ConnectPlan,
  steps: Awaited<ReturnType<typeof loadSteps>>,
  sink: Sink,
  screen: Screen,
  saving: Saving | null,
  cookies: CookieSource | null,
): Promise<ExitStatus> {
  return new Promise((resolve) => {
    let input: Promise<Input> | null = null
    let unusable: ExitStatus | null = null
    const session = new Session(plan, steps, {
      onOpen: () => {
        input ??= firstAnswers().then(() =>
          startInput({
            plan,
            session,
            screen,
            historyFile: () => join(foldersOf().data, 'terminal-history'),
            onInterrupt: signals.interrupt,
            onUnusable: (status) => {
              unusable = status
            },
          }),
        )
      },
      onUnsent: complain,
      onWaiting: ({ attempt, waitMs }) => {
        const { attempts } = plan.spec.options.reconnect
        const record = { type: 'reconnect', connection: number, timeUs: nowUs(), attempt, of: attempts, waitMs: waitMs ?? 0 } as const
        printer.print(record, NO_PAYLOAD)
      },
      onDue: () => {
        number += 1
        open()
      },
      onEnd: async (status, failure) => {
        await (await input)?.end()
        signals.end()
        await sink.flush()
        // On a terminal the printed lines have said it.
        if (failure && (plan.isJson || !process.stdout.isTTY)) complain(failure)
        resolve(unusable ?? status)
      },
    })
    const signals = onSignals(session)
    sink.listen({ onFull: (isFull) => session.hold('output', isFull), onBroken: () => session.close() })
    const printer = printerFor(plan, plan.isJson ? sink : screen)
    saving?.onFull((isFull) => session.hold('disk', isFull))
    let number = CONNECTION
    const open = (): void => {
      const observer = recordingObserver(number, printer, saving?.target ?? null, session.observer)
      session.attach(openConnection(plan.spec, observer, { userAgent: `sockscope/${version()}`, cookies }))
    }
    open()
  })
}

/** Opening the standard input takes a millisecond. Servers nearby answer within this time: they are read first, and dated right. */
const FIRST_ANSWERS_MS = 20

const firstAnswers = (): Promise<void> => setTimeout(FIRST_ANSWERS_MS)
