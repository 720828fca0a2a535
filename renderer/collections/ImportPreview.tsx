import type { FormEvent } from 'react'
import type { CollectionPreview } from '#shared/model/collection-import.ts'
import { useText } from '../i18n/i18n.ts'
import { ROOT, useLibrary } from '../library/library-store.ts'
import { allFolders } from '../library/library-tree.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatCount } from '../ui/format.ts'
import { Select } from '../ui/Select.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { changeImport, useImport, withChosen } from './import-store.ts'
import { leavePreview, openAsCaptures, writeImport } from './importing.ts'
import { Remarks } from './Remarks.tsx'
import { SpecChoice } from './SpecChoice.tsx'

/** What was understood of a collection, and what not: nothing is written until the button is pressed. */
export function ImportPreview({ preview }: { readonly preview: CollectionPreview }) {
  const text = useText('collections')
  const { specs, environments, canBeCaptures, isWriting, failure } = useImport()

  function submit(event: FormEvent): void {
    event.preventDefault()
    void writeImport()
  }

  return (
    <form className="import" onSubmit={submit}>
      <div className="import-body">
        <div className="import-line">
          <span className="import-about">{text('as', { format: text(`format_${preview.format}`) })}</span>
          {canBeCaptures && (
            <Button look="quiet" disabled={isWriting} onClick={openAsCaptures}>
              {text('asCaptures')}
            </Button>
          )}
          <span className="import-spacer" />
          <span className="import-count">
            {text('chosen', { chosen: formatCount(specs.size), total: formatCount(preview.specs.length) })}
          </span>
        </div>
        {preview.specs.length > 0 ? <SpecChoice preview={preview} /> : <p className="import-none">{text('noSpecs')}</p>}
        {preview.hasPlaceholders && <p className="import-note">▲ {text('placeholders', { braces: '{{…}}' })}</p>}
        <Environments preview={preview} />
        <Target />
        <Remarks preview={preview} />
      </div>
      {failure && <FailureNote failure={failure} />}
      <footer className="import-foot">
        <Button disabled={isWriting} onClick={() => leavePreview(true)}>
          {text('back')}
        </Button>
        <span className="import-spacer" role="status">
          {isWriting && text('writing')}
        </span>
        <Button disabled={isWriting} onClick={() => leavePreview(false)}>
          {text('cancel')}
        </Button>
        <Button type="submit" look="primary" autoFocus disabled={isWriting || specs.size + environments.size === 0}>
          {text('import')}
        </Button>
      </footer>
    </form>
  )
}

function Environments({ preview }: { readonly preview: CollectionPreview }) {
  const text = useText('collections')
  const chosen = useImport((state) => state.environments)
  if (preview.environments.length === 0) return null
  return (
    <fieldset className="import-line import-environments">
      <legend className="import-label">{text('environments')}</legend>
      {preview.environments.map(({ name, variables }, index) => (
        <Checkbox
          key={name}
          checked={chosen.has(index)}
          onChange={(isChosen) => changeImport({ environments: withChosen(chosen, [index], isChosen) })}
        >
          <span>
            {oneLine(name)} <span className="import-count">{text('variables', { count: variables })}</span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  )
}

/** The folder of the library in which the new one will stand. */
function Target() {
  const text = useText('collections')
  const libraryText = useText('library')
  const nodes = useLibrary((state) => state.nodes)
  const folder = useImport((state) => state.folder)
  return (
    <div className="import-line">
      <span className="import-label" aria-hidden="true">
        {text('into')}
      </span>
      <Select
        label={text('into')}
        value={folder}
        options={[
          { value: ROOT, text: libraryText('workspace') },
          ...allFolders(nodes ?? []).map((path) => ({ value: path, text: oneLine(path.replaceAll('/', ' / ')) })),
        ]}
        onChange={(into) => changeImport({ folder: into })}
      />
    </div>
  )
}
