import { COPY_TARGETS } from '#shared/model/copy-as.ts'
import { useText } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Select } from '../ui/Select.tsx'
import { oneLine } from '../ui/wire-text.ts'
import './copy-as.css'
import { changeCopy, closeCopy, useCopy } from './copy-store.ts'
import { writeCode } from './copying.ts'
import { MessageChoice } from './MessageChoice.tsx'

/** A connection as a command or a program of another tool, to be looked at and copied. */
export function CopyDialog() {
  const text = useText('copy-as')
  const subject = useCopy((state) => state.subject)
  return (
    <Dialog title={text('title')} isTitleShown isWide isOpen={subject !== null} onClose={closeCopy}>
      {subject && <Form />}
    </Dialog>
  )
}

function Form() {
  const text = useText('copy-as')
  const { subject, target, code, failure } = useCopy()

  function copy(): void {
    if (!code) return
    copyText(code.text).then(() => {
      notify(text('copied', { target: text(`target_${target}`) }))
      closeCopy()
    }, notifyFailure)
  }

  return (
    <div className="copy-as">
      <div className="copy-as-body">
        <div className="copy-as-line">
          <span className="copy-as-label" aria-hidden="true">
            {text('target')}
          </span>
          <Select
            label={text('target')}
            value={target}
            options={COPY_TARGETS.map((value) => ({ value, text: text(`target_${value}`) }))}
            onChange={(value) => {
              changeCopy({ target: value })
              void writeCode()
            }}
          />
          <span className="copy-as-url wire">{oneLine(subject?.spec.url ?? '')}</span>
        </div>
        <MessageChoice />
        <textarea className="field wire copy-as-code" aria-label={text('code')} readOnly spellCheck={false} value={code?.text ?? ''} />
        {code && code.remarks.length > 0 && (
          <ul className="copy-as-remarks" aria-label={text('remarks')}>
            {code.remarks.map((remark) => (
              <li key={remark}>▲ {oneLine(remark)}</li>
            ))}
          </ul>
        )}
        <p className="copy-as-about">{text('secrets')}</p>
      </div>
      {failure && <FailureNote failure={failure} />}
      <footer className="copy-as-foot">
        <Button onClick={closeCopy}>{text('close')}</Button>
        <Button look="primary" disabled={code === null} onClick={copy}>
          {text('copy')}
        </Button>
      </footer>
    </div>
  )
}
