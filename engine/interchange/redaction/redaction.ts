import type { CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import type { Finding, RedactionRules } from '#shared/model/redaction.ts'
import { type ReadOptions, readItems } from '../capture/captured-items.ts'
import type { Redaction } from '../capture/export-capture.ts'
import { ItemRedaction } from './redact-items.ts'
import { Redactor } from './redactor.ts'

/** A redaction of one export, and what it found. */
export interface RunningRedaction extends Redaction {
  /** So far. */
  readonly findings: () => Finding[]
}

/** @throws AppError 'input.invalid' for a rule that cannot be read */
export function createRedaction(rules: RedactionRules): RunningRedaction {
  const redactor = new Redactor(rules)
  let events: readonly CapturedEvent[] = []
  return {
    events: (captured) => {
      events = captured
      return redactor.events(captured)
    },
    items: (reader, batches) => new ItemRedaction(redactor, reader, events).items(batches),
    findings: () => redactor.findings,
  }
}

/**
 * What would be taken out of an export: reads all of it and writes nothing.
 *
 * @throws AppError 'input.invalid', 'capture.unreadable', or what `options.onProgress` throws
 */
export async function previewRedaction(reader: CaptureReader, rules: RedactionRules, options: ReadOptions): Promise<Finding[]> {
  const redaction = createRedaction(rules)
  const events = redaction.events(await reader.events())
  for await (const _ of redaction.items(reader, readItems(reader, events, options)));
  return redaction.findings()
}
