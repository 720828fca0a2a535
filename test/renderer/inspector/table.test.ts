import { describe, expect, it } from 'vitest'
import { guessDelimiter, likelyDelimiter } from '#renderer/inspector/table/guess-delimiter.ts'
import { MOST_RECORDS, parseTable } from '#renderer/inspector/table/read-table.ts'

describe('delimited text', () => {
  it.each([
    [',', 'a,b,c\n1,2,3'],
    [';', 'a;b\n1,5;2\n3,5;4'],
    ['\t', 'a\tb\tc\n1\t2\t3'],
    ['|', 'a|b|c\n1|2|3'],
    [null, 'one line, with a comma'],
    [null, 'a,b\n1\n2,3,4'],
  ])('is parted by %j: %j', (delimiter, text) => expect(guessDelimiter(text)).toBe(delimiter))

  it('is read by what most of its lines are parted by, where a person wants a table of it', () => {
    expect(likelyDelimiter('a;b;c\n1,5;2;3\ncut')).toBe(';')
    expect(likelyDelimiter('nothing')).toBe(',')
  })

  it('is read by RFC 4180: quotes, doubled quotes, line ends within a field', async () => {
    const { records, columns, oddRecords } = await parseTable('a,b\r\n"x ""y""","one\r\ntwo"\r\n3,\r\n', false)
    expect(records).toEqual([
      ['a', 'b'],
      ['x "y"', 'one\r\ntwo'],
      ['3', ''],
    ])
    expect([columns, oddRecords]).toEqual([2, 0])
  })

  it('reads many records in steps as it would at once', async () => {
    const text = Array.from({ length: 3_210 }, (_, row) => `${row},"q ${row}\n",z`).join('\n')
    const { records } = await parseTable(text, false)
    expect(records).toHaveLength(3_210)
    expect(records[3_209]).toEqual(['3209', 'q 3209\n', 'z'])
  })

  it('counts what does not fit, and survives a quote that is never closed', async () => {
    expect(await parseTable('a,b\n1,2\n1,2,3\n', false)).toMatchObject({ oddRecords: 1, columns: 3 })
    const open = await parseTable(`a,b\n1,"${'x\n'.repeat(1_000)}`, false)
    expect(open.oddRecords).toBeGreaterThan(0)
    expect(open.records.flat().join('')).toContain('x\nx\n')
  })

  it('leaves out a record that was cut off, and ends at as many as are shown', async () => {
    expect((await parseTable('a,b\n1,2\n3', true)).records).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    const many = await parseTable('a,b\n'.repeat(MOST_RECORDS + 10), false)
    expect(many.records).toHaveLength(MOST_RECORDS)
    expect(many.isCut).toBe(true)
  })
})
