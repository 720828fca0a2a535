import { describe, expect, it } from 'vitest'
import { memorySource } from '#renderer/inspector/byte-source.ts'
import { LONGEST_ROW, MOST_INDENTS, rowAt } from '#renderer/inspector/source/markup-rows.ts'
import { tokensBetween } from '#renderer/inspector/source/markup-tokens.ts'
import { readSource, type SourceText } from '#renderer/inspector/source/read-source.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const read = (text: string, isHtml = false) => readSource(memorySource('x', new TextEncoder().encode(text)), isHtml)
const tokens = ({ text, nodes }: SourceText) =>
  tokensBetween(text, nodes, 0, text.length).map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`)
const laidOut = ({ text, laidOut: rows }: SourceText) =>
  rows.start.map((start, row) => '  '.repeat(rows.indent[row] ?? 0) + text.slice(start, rows.end[row]))

describe('markup in colour', () => {
  it('tells names, attributes, values and entities apart', async () => {
    expect(tokens(await read('<a id="1">x &amp; y</a>'))).toEqual([
      'sign:<',
      'name:a',
      'text: ',
      'attribute:id',
      'sign:=',
      'value:"1"',
      'sign:>',
      'text:x ',
      'entity:&amp;',
      'text: y',
      'sign:</',
      'name:a',
      'sign:>',
    ])
  })

  it('takes what looks like a tag in comments, CDATA, document types and scripts for what it is', async () => {
    expect(tokens(await read('<!--<a>--><![CDATA[<b>]]>'))).toEqual(['comment:<!--<a>-->', 'data:<![CDATA[<b>]]>'])
    expect(tokens(await read('<!DOCTYPE a [<!ENTITY b "c>">]>&b;'))).toEqual(['declaration:<!DOCTYPE a [<!ENTITY b "c>">]>', 'entity:&b;'])
    expect(tokens(await read('<script>if (a<b) x("</a>")</script>', true))).toContain('data:if (a<b) x("</a>")')
  })

  it('loses and adds nothing, whatever comes', async () => {
    const seed = 5646
    const random = seededRandom(seed)
    const pieces = [
      '<',
      '>',
      '</',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!D',
      '[',
      ']',
      '"',
      "'",
      '=',
      'a',
      ' ',
      '\n',
      '&x;',
      '<script>',
      '😀',
    ]
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: random.below(60) }, () => pieces[random.below(pieces.length)]).join('')
      for (const isHtml of [true, false]) {
        const source = await read(text, isHtml)
        const written = tokensBetween(text, source.nodes, 0, text.length).map(({ start, end }) => text.slice(start, end))
        expect(written.join(''), `seed ${seed}, round ${round}`).toBe(text)
        const kept = source.laidOut.start.map((start, row) => text.slice(start, source.laidOut.end[row])).join('')
        expect(kept.replace(/\s/g, ''), `seed ${seed}, round ${round}`).toBe(text.replace(/\s/g, ''))
      }
    }
  })
})

describe('markup laid out', () => {
  it('indents what is within, and leaves short elements on their line', async () => {
    const source = await read('<a><b>one</b><c x="1"><d/></c>\n\n two \n lines <e></e></a>')
    expect(laidOut(source)).toEqual(['<a>', '  <b>one</b>', '  <c x="1">', '    <d/>', '  </c>', '  two', '  lines', '  <e></e>', '</a>'])
  })

  it('knows the elements of HTML that have no end', async () => {
    expect(laidOut(await read('<p>a<br>b<img src=x></p><p>c</p>', true))).toEqual([
      '<p>',
      '  a',
      '  <br>',
      '  b',
      '  <img src=x>',
      '</p>',
      '<p>c</p>',
    ])
  })

  it('resolves no entity: a billion laughs are as many as are written', async () => {
    const laughs = `<!DOCTYPE l [${Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')}]><l>&l10;</l>`
    const source = await read(laughs)
    expect(laidOut(source).join('')).toBe(laughs)
  })

  it('bounds the indentation, and cuts long lines without cutting a character', async () => {
    const deep = await read('<a>'.repeat(5_000))
    expect(Math.max(...deep.laidOut.indent)).toBe(MOST_INDENTS)
    const long = await read(`<a>${'😀'.repeat(3_000)}</a>`)
    for (const [row, start] of long.plain.start.entries()) {
      const shown = long.text.slice(start, long.plain.end[row])
      expect(shown.length).toBeLessThanOrEqual(LONGEST_ROW)
      expect(shown.isWellFormed()).toBe(true)
    }
    expect(long.plain.line.filter((line) => line > 0)).toEqual([1])
  })

  it('keeps the numbers of the lines it came in, and finds the row of a place', async () => {
    const source = await read('<a>\n<b/>\r\n\n<c/></a>')
    expect(source.plain.line).toEqual([1, 2, 3, 4])
    expect(source.laidOut.line).toEqual([1, 2, 4, 4])
    expect(rowAt(source.laidOut, source.text.indexOf('<c/>'))).toBe(2)
    expect(laidOut(source)).toEqual(['<a>', '  <b/>', '  <c/>', '</a>'])
  })
})
