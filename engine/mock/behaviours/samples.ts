import { deflateSync, gzipSync } from 'node:zlib'
import { converse } from '../conversation.ts'
import type { Behaviour } from '../exchange.ts'
import { bmp, gradientPng, hugePng, tone, wav } from './sample-media.ts'
import { CSV_SAMPLES, MARKUP_SAMPLES } from './sample-texts.ts'

/** Written by hand and not by JSON.stringify: a number here has digits that a JavaScript number cannot hold. */
const JSON_SAMPLES = [
  '{"type":"trade","id":9007199254740993,"symbol":"BTC-USD","price":"64123.50","size":0.015,"time":"2026-11-22T10:15:30.123456Z"}',
  '{"type":"book","bids":[[64123.50,1.2],[64123.00,0.8]],"asks":[[64124.00,2.1]],"sequence":18446744073709551615}',
  '{"type":"chat","from":{"name":"Zoë","city":"São Paulo"},"text":"你好, 世界 👋🏽","mentions":["@李雷","@Олег"],"edited":null,"likes":3}',
  '{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":"file:///a.ts","diagnostics":[{"range":{"start":{"line":3,"character":7},"end":{"line":3,"character":12}},"severity":1,"message":"Cannot find name \\"wrold\\"."}]}}',
  '{"big":1e400,"small":1e-400,"zero":-0,"precise":0.1000000000000000055511151231257827,"twice":1,"twice":2,"escaped":"\\u0041\\/\\ud83d\\ude00"}',
  '[[[[[[[["eight deep"]]]]]]],{"a":{"b":{"c":{"d":{"e":[1,2,3]}}}}}]',
]

const HTML_SAMPLES = [
  '<h1 onclick="alert(1)">A heading</h1><script>document.title = "taken over"</script><img src="x" onerror="alert(2)">',
  '\u001b[31mred\u001b[0m \u001b]0;a new window title\u0007 \u001b[2J\u001b[H cleared',
  'user \u202Egnp.exe\u202C is not what it seems; \u2066isolated\u2069; zero\u200Bwidth',
  'null \u0000, bell \u0007, backspace \u0008, tab \t, carriage return \r, line\nfeed, delete \u007f, C1 \u0085, \u2028 and \u2029',
  '<a href="javascript:alert(3)">a link</a> <iframe src="https://example.com"></iframe> &lt;escaped&gt; &amp;amp;',
]

/** Paths that send samples to look at, then echo. */
export const SAMPLES: readonly Behaviour[] = [
  samples('/json', 'Sends JSON: trades with numbers over 2^53, chat in many scripts, deep nesting, doubled keys.', () => JSON_SAMPLES),
  samples('/html', 'Sends HTML, ANSI escapes, bidirectional and control characters, all of which must stay text.', () => HTML_SAMPLES),
  samples('/binary', 'Sends binary messages: a PNG image, gzip, MessagePack, every byte from 00 to ff, and an empty one.', () => [
    gradientPng(16),
    gzipSync('Compressed by the application itself, not by WebSocket. '.repeat(8)),
    Buffer.from('83a46e616d65a6736d616c6c21a56c6576656c07a5726174696fcb3fe0000000000000', 'hex'),
    Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    Buffer.alloc(0),
  ]),
  samples(
    '/markup',
    'Sends XML, an XML bomb of entities, HTML that tries to run and to load things, and SVG that does.',
    () => MARKUP_SAMPLES,
  ),
  samples(
    '/tables',
    'Sends CSV, TSV and text parted by semicolons, some of it with quotes, line ends and missing fields.',
    () => CSV_SAMPLES,
  ),
  samples(
    '/media',
    'Sends a PNG with transparency, a BMP, a WAV, raw audio samples, a PNG that announces 2.5 gigapixels, and one that is cut off.',
    () => [
      gradientPng(240),
      bmp(8),
      wav(tone(24_000), 24_000),
      tone(24_000),
      hugePng(50_000),
      hugePng(6_000),
      gradientPng(64).subarray(0, 300),
    ],
  ),
  samples(
    '/packed',
    'Sends what the application itself packed: gzip of JSON, zlib of CSV, gzip in gzip, a gzip that is cut off, a bomb.',
    () => [
      gzipSync(JSON_SAMPLES[2] ?? ''),
      deflateSync(CSV_SAMPLES[0] ?? ''),
      gzipSync(gzipSync('Twice around.')),
      gzipSync(JSON_SAMPLES.join('\n').repeat(20)).subarray(0, 300),
      bomb(),
    ],
  ),
]

let packedZeros: Buffer | null = null

/** 100 kB that unpack to 100 MB. Made when it is first asked for. */
function bomb(): Buffer {
  packedZeros ??= gzipSync(Buffer.alloc(100_000_000))
  return packedZeros
}

function samples(path: string, about: string, messages: () => readonly (string | Buffer)[]): Behaviour {
  return {
    path,
    about,
    pattern: new RegExp(`^${path}$`),
    handle: (exchange) => {
      const conversation = converse(exchange)
      for (const message of conversation ? messages() : []) {
        if (typeof message === 'string') conversation?.text(message)
        else conversation?.binary(message)
      }
    },
  }
}
