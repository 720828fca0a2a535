import { z } from 'zod'
import { VIOLATIONS } from '#shared/model/frame.ts'
import type { FrameRecord, MessageRecord } from '#shared/model/records.ts'

/** The records that a capture does not hold as JSON; the others are checked by the capture's own schema. */
const count = z.int().nonnegative()
const direction = z.enum(['in', 'out'])

// The keys of the table, which Object.keys forgets.
const violationIds = Object.keys(VIOLATIONS) as [keyof typeof VIOLATIONS]

export const frameSchema: z.ZodType<FrameRecord> = z.object({
  type: z.literal('frame'),
  connection: count,
  seq: count,
  timeUs: z.number().min(0).max(1e17),
  direction,
  fin: z.boolean(),
  rsv1: z.boolean(),
  rsv2: z.boolean(),
  rsv3: z.boolean(),
  opcode: z.int().min(0).max(15),
  masked: z.boolean(),
  maskKey: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .nullable(),
  payloadLength: z.number().nonnegative(),
  wireLength: z.number().nonnegative(),
  message: count.nullable(),
  violation: z.object({ id: z.enum(violationIds), rfc: z.string(), text: z.string() }).nullable(),
})

export const messageSchema: z.ZodType<MessageRecord> = z.object({
  type: z.literal('message'),
  connection: count,
  message: count,
  timeUs: z.number().min(0).max(1e17),
  direction,
  kind: z.enum(['text', 'binary']),
  length: count,
  wireLength: count,
  frames: count,
  compressed: z.boolean(),
  data: z.string().exactOptional(),
  dataBase64: z.string().exactOptional(),
})
