import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  jsonPrinter,
  type LineOutput,
  openConnection,
  type RecordPrinter,
  readablePrinter,
  rehearse,
  SILENT_OBSERVER,
} from '#engine/index.ts'
import { complain } from './complaint.ts'
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
  await rehearse(recordingObserver(printerFor(plan, UNPRINTED), null, SILENT_OBSERVER))
  const saving = plan.save === null ? null : await createSaving(plan.save, plan.spec.url)
  const status = await converse(plan, steps, sink, screen, saving)
  const saved = (await saving?.finish()) ?? EXIT.done
  await sink.flush()
  return status === EXIT.done ? saved : status
}

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
): Promise<ExitStatus> {
  return new Promise((resolve) => {
    let input: Promise<Input> | null = null
    let unusable: ExitStatus | null = null
    const session = new Session(plan, steps, {
      onOpen: () => {
        input = firstAnswers().then(() =>
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
    const observer = recordingObserver(printer, saving?.target ?? null, session.observer)
    saving?.onFull((isFull) => session.hold('disk', isFull))
    session.attach(openConnection(plan.spec, observer, { userAgent: `sockscope/${version()}` }))
  })
}

/** Opening the standard input takes a millisecond. Servers nearby answer within this time: they are read first, and dated right. */
const FIRST_ANSWERS_MS = 20

const firstAnswers = (): Promise<void> => setTimeout(FIRST_ANSWERS_MS)
