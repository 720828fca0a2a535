import { describe, expect, it } from 'vitest'
import { toCloseRecord, toErrorRecord, toFrameRecord, toHandshakeRecord, toMessageRecord } from '#engine/connection/records.ts'
import type { MessageFacts } from '#shared/model/frame.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'

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
    expect(JSON.stringify(toFrameRecord(1, facts))).toBe(
      '{"type":"frame","connection":1,"seq":0,"timeUs":5,"direction":"out","fin":true,"rsv1":true,"rsv2":false,"rsv3":false,"opcode":1,' +
        '"masked":true,"maskKey":"37fa213d","payloadLength":5,"wireLength":11,"message":0,"violation":null}',
    )
    expect(toFrameRecord(1, { ...facts, violation: 'reserved-opcode' }).violation).toEqual({
      id: 'reserved-opcode',
      rfc: '6455 5.2',
      text: 'The opcode is reserved.',
    })
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
    const report = { timeUs: 5, code: 1000, name: 'Normal closure', reason: '', clean: true, initiator: 'local', detail: '…' } as const
    expect(JSON.stringify(toCloseRecord(1, report))).toBe(
      '{"type":"close","connection":1,"timeUs":5,"code":1000,"name":"Normal closure","reason":"","clean":true,"initiator":"local","detail":"…"}',
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
