import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { changeCopy, useCopy } from './copy-store.ts'
import { writeCode } from './copying.ts'

/** More are in the list of saved messages; each can be loaded into the composer. */
const MOST_SHOWN = 50

/** What is to be sent when it is open. */
export function MessageChoice() {
  const text = useText('copy-as')
  const { subject, chosen } = useCopy()
  const messages = subject?.messages.slice(0, MOST_SHOWN) ?? []
  if (messages.length === 0) return null

  function choose(index: number, isChosen: boolean): void {
    const changed = new Set(chosen)
    if (isChosen) changed.add(index)
    else changed.delete(index)
    changeCopy({ chosen: changed })
    void writeCode()
  }

  return (
    <fieldset className="copy-as-line copy-as-messages">
      <legend className="copy-as-label">{text('messages')}</legend>
      <div className="copy-as-choices">
        {messages.map(({ name }, index) => (
          <Checkbox key={index} checked={chosen.has(index)} onChange={(isChosen) => choose(index, isChosen)}>
            <span>{name === '' ? text('written') : oneLine(name)}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}
