import { describe, expect, it } from 'vitest'
import handshakeEnglish from '#renderer/handshake/text.en.json' with { type: 'json' }
import handshakeChinese from '#renderer/handshake/text.zh.json' with { type: 'json' }
import { closeMeaningKey } from '#renderer/inspector/close-meaning.ts'
import english from '#renderer/inspector/text.en.json' with { type: 'json' }
import chinese from '#renderer/inspector/text.zh.json' with { type: 'json' }

describe('the texts of the inspector and the handshake', () => {
  it('are complete in both languages', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english))
    expect(Object.keys(handshakeChinese)).toEqual(Object.keys(handshakeEnglish))
  })

  it('have a sentence for every close code there can be', () => {
    for (let code = 0; code <= 0xffff; code++) expect(english).toHaveProperty([closeMeaningKey(code)])
  })
})
