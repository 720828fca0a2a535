import { describe, expect, it } from 'vitest'
import { toCloseRecord, toErrorRecord, toHandshakeRecord, toMessageRecord, toWireRecord } from '#engine/connection/records.ts'
import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { closeReportOf } from '#test/support/close-report.ts'

const message: MessageFacts = {
  message: 0,
  timeUs: 5,
  direction: 'out',
  kind: 'text',
  length: 5,
  wireLength: 11,
  frames: 1,
  compressed: false,
  firstSeq: 0,
  lastSeq: 0,
}

const NO_WIRE = new Uint8Array(0)

const RAW_FACTS: FrameFacts = {
  seq: 3,
  timeUs: 5,
  direction: 'in',
  fin: false,
  rsv: 0,
  opcode: 0,
  masked: false,
  maskKey: null,
  headerLength: 0,
  payloadLength: 0,
  wireLength: 0,
  message: null,
  violation: 'unframed',
}

describe('records, with the names and the order of docs/formats.md', () => {
  it('of a frame', () => {
    const facts = {
      seq: 0,
      timeUs: 5,
      direction: 'out',
      fin: true,
      rsv: 4,
      opcode: 1,
      masked: true,
      maskKey: '37fa213d',
      headerLength: 6,
      payloadLength: 5,
      wireLength: 11,
      message: 0,
      violation: null,
    } as const
    expect(JSON.stringify(toWireRecord(1, { facts, wire: NO_WIRE }))).toBe(
      '{"type":"frame","connection":1,"seq":0,"timeUs":5,"direction":"out","fin":true,"rsv1":true,"rsv2":false,"rsv3":false,"opcode":1,' +
        '"masked":true,"maskKey":"37fa213d","payloadLength":5,"wireLength":11,"message":0,"violation":null}',
    )
    expect(toWireRecord(1, { facts: { ...facts, violation: 'reserved-opcode' }, wire: NO_WIRE })).toMatchObject({
      violation: {
        id: 'reserved-opcode',
        rfc: '6455 5.2',
        text: 'The opcode is reserved.',
      },
    })
  })

  it('of bytes that belong to no frame', () => {
    const facts = { ...RAW_FACTS, payloadLength: 4, wireLength: 4 }
    expect(JSON.stringify(toWireRecord(1, { facts, wire: new TextEncoder().encode('HTTP') }))).toBe(
      '{"type":"raw","connection":1,"seq":3,"timeUs":5,"direction":"in","length":4,"dataBase64":"SFRUUA=="}',
    )
  })

  it('of a message', () => {
    const head = '{"type":"message","connection":1,"message":0,"timeUs":5,"direction":"out"'
    const rest = '"length":5,"wireLength":11,"frames":1,"compressed":false'
    const data = new TextEncoder().encode('hällo')
    expect(JSON.stringify(toMessageRecord(1, { facts: message, data }))).toBe(`${head},"kind":"text",${rest},"data":"hällo"}`)
    expect(JSON.stringify(toMessageRecord(1, { facts: { ...message, kind: 'binary' }, data: Uint8Array.of(255, 0) }))).toBe(
      `${head},"kind":"binary",${rest},"dataBase64":"/wA="}`,
    )
  })

  it('of the end and of an error', () => {
    const report = closeReportOf({ timeUs: 5, detail: '…' })
    expect(JSON.stringify(toCloseRecord(1, report))).toBe(
      '{"type":"close","connection":1,"timeUs":5,"code":1000,"name":"Normal closure","registry":"protocol","reason":"","clean":true,"initiator":"local",' +
        '"sent":{"timeUs":0,"code":1000,"reason":""},"received":{"timeUs":1500,"code":1000,"reason":""},"betweenUs":1500,' +
        '"tcp":{"by":"remote","how":"fin","text":""},"unsentBytes":0,"truncatedSeq":null,"detail":"…"}',
    )
    expect(JSON.stringify(toErrorRecord(1, 5, { code: 'tcp.refused', message: 'No.', hint: '' }))).toBe(
      '{"type":"error","connection":1,"timeUs":5,"code":"tcp.refused","message":"No.","hint":""}',
    )
  })

  it('of a handshake', () => {
    const report: HandshakeReport = {
      hop: 0,
      timeUs: 5,
      url: 'ws://x/',
      peer: null,
      attempts: [],
      proxy: null,
      tls: null,
      request: null,
      response: null,
      unreadable: null,
      negotiated: null,
      accept: null,
      timingsMs: { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 },
      checks: [],
      cookies: null,
      notes: [],
      failure: null,
    }
    expect(Object.keys(toHandshakeRecord(1, report))).toEqual([
      'type',
      'connection',
      'hop',
      'timeUs',
      'url',
      'peer',
      'attempts',
      'proxy',
      'tls',
      'request',
      'response',
      'negotiated',
      'timingsMs',
      'checks',
      'cookies',
      'notes',
    ])
  })
})
