import type { FormEvent } from 'react'
import { MOST_PASTED_CHARACTERS } from '#shared/model/collection-import.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { chooseFiles, chooseFolder } from './chosen-files.ts'
import { fileKindOf } from './file-kind.ts'
import { changeImport, useImport } from './import-store.ts'
import { leavePreview, lookAt, lookAtPasted } from './importing.ts'

/** Where a collection comes from: files, a folder, or a text that was copied somewhere. */
export function ImportSource() {
  const text = useText('collections')
  const { pasted, reading, failure } = useImport()
  const isReading = reading !== null

  function submit(event: FormEvent): void {
    event.preventDefault()
    void lookAtPasted()
  }

  return (
    <form className="import" onSubmit={submit}>
      <div className="import-body">
        <p className="import-about">{text('about')}</p>
        <div className="import-line">
          <Button
            disabled={isReading}
            onClick={() =>
              chooseFiles(
                (files) =>
                  void lookAt(
                    files,
                    files.every(({ path }) => fileKindOf(path, new Uint8Array()) === 'either'),
                  ),
              )
            }
          >
            {text('chooseFiles')}
          </Button>
          <Button disabled={isReading} onClick={() => chooseFolder((files) => void lookAt(files))}>
            {text('chooseFolder')}
          </Button>
          {isReading && (
            <span className="import-progress" role="status">
              {text('reading')}
              <progress aria-label={text('reading')} value={reading} max={1} />
            </span>
          )}
        </div>
        <textarea
          className="field wire import-paste"
          aria-label={text('paste')}
          placeholder={text('pastePlaceholder')}
          spellCheck={false}
          maxLength={MOST_PASTED_CHARACTERS}
          value={pasted}
          onChange={(event) => changeImport({ pasted: event.target.value, failure: null })}
        />
      </div>
      {failure && <FailureNote failure={failure} />}
      <footer className="import-foot">
        <span className="import-spacer" />
        <Button onClick={() => leavePreview(false)}>{text('cancel')}</Button>
        <Button type="submit" look="primary" disabled={isReading || pasted.trim() === ''}>
          {text('read')}
        </Button>
      </footer>
    </form>
  )
}
