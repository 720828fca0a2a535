import { z } from 'zod'

/** What is read of a HAR; everything else passes. Other tools leave fields out, and write null where the specification wants numbers. */
const pair = z.looseObject({ name: z.string(), value: z.string() })
const phase = z.number().nullish()

const message = z.looseObject({
  type: z.string(),
  /** Seconds since the Unix epoch. */
  time: z.number().min(0).max(1e11),
  opcode: z.int().min(-1).max(15),
  data: z.string(),
})
export type ReadMessage = z.infer<typeof message>

export const entrySchema = z.looseObject({
  startedDateTime: z.string(),
  time: z.number().nullish(),
  request: z.looseObject({ method: z.string(), url: z.string(), headers: z.array(pair).default([]) }),
  response: z.looseObject({
    status: z.number(),
    statusText: z.string().nullish(),
    httpVersion: z.string().nullish(),
    headers: z.array(pair).default([]),
  }),
  timings: z.looseObject({ dns: phase, connect: phase, ssl: phase, wait: phase }).nullish(),
  serverIPAddress: z.string().nullish(),
  _resourceType: z.string().nullish(),
  _webSocketMessages: z.array(message).nullish(),
})
export type ReadEntry = z.infer<typeof entrySchema>

export const harSchema = z.looseObject({
  log: z.looseObject({
    version: z.string(),
    creator: z.looseObject({ name: z.string(), version: z.string().nullish() }).nullish(),
    entries: z.array(z.unknown()),
  }),
})
