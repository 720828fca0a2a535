import type { HandshakeNote } from '#shared/model/handshake.ts'
import { oneLine } from '../ui/wire-text.ts'

const SIGNS: Readonly<Record<HandshakeNote['id'], string>> = {
  'headers-overridden': '▲',
  'redirect-followed': '→',
  'credentials-dropped': '▲',
  'tls-given-up': '▲',
  'cookies-added': '◇',
  'cookies-kept': '◇',
  imported: '◇',
}

/** What was done for the person, or left out, that request and answer alone do not tell. */
export function Notes({ notes }: { readonly notes: readonly HandshakeNote[] }) {
  if (notes.length === 0) return null
  return (
    <ul className="handshake-notes">
      {notes.map((note, index) => (
        <li key={index} className={SIGNS[note.id] === '▲' ? 'is-warning' : ''}>
          <span aria-hidden="true">{SIGNS[note.id]}</span>
          <span>{oneLine(note.text)}</span>
        </li>
      ))}
    </ul>
  )
}
