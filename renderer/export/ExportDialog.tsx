import { useEffect } from 'react'
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS } from '#shared/model/interchange.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Select } from '../ui/Select.tsx'
import { oneLine } from '../ui/wire-text.ts'
import './export.css'
import { changeExport, useExport } from './export-store.ts'
import { cancelExport, lookForSecrets, writeExport } from './exporting.ts'
import { FramesChoice } from './FramesChoice.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { Secrets } from './Secrets.tsx'

/** Writes a capture for another tool: what, as which format, without which secrets. */
export function ExportDialog() {
  const text = useText('export')
  const subject = useExport((state) => state.subject)
  return (
    <Dialog title={text('title')} isTitleShown isWide isOpen={subject !== null} onClose={cancelExport}>
      {subject && <Form key={subject.capture} />}
    </Dialog>
  )
}

function Form() {
  const text = useText('export')
  const { subject, format, writing } = useExport()
  useEffect(() => {
    void lookForSecrets()
  }, [])
  const isWriting = writing?.state === 'running'
  return (
    <form
      className="export"
      onSubmit={(event) => {
        event.preventDefault()
        void writeExport()
      }}
    >
      <div className="export-body">
        <p className="wire export-subject">{oneLine(subject?.url ?? '')}</p>
        <div className="export-line">
          <span className="export-label">{text('format')}</span>
          <Select
            label={text('format')}
            value={format}
            options={EXPORT_FORMAT_NAMES.map((name) => ({ value: name, text: text(`format_${name}`) }))}
            onChange={(value) => changeExport({ format: value })}
          />
          <span className="export-about">{text(`about_${format}`)}</span>
        </div>
        <FramesChoice />
        <Secrets />
      </div>
      {writing?.failure && <FailureNote failure={writing.failure} />}
      <footer className="export-foot">
        {isWriting ? <ProgressLine progress={writing} label={text('writing')} /> : <span className="export-spacer" />}
        <Button onClick={cancelExport}>{text('cancel')}</Button>
        <Button type="submit" look="primary" disabled={isWriting}>
          {text('write', { extension: EXPORT_FORMATS[format].extension })}
        </Button>
      </footer>
    </form>
  )
}
