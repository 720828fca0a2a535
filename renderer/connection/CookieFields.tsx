import { showOverlay } from '../commands/overlay-store.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'

/** Whether this spec takes part in the workspace's cookie jar, and the way to that. */
export function CookieFields({ useCookies, onChange }: { readonly useCookies: boolean; readonly onChange: (useCookies: boolean) => void }) {
  const text = useText('connection')
  return (
    <>
      <Checkbox checked={useCookies} onChange={onChange}>
        {text('useCookies')}
      </Checkbox>
      <div>
        <Button onClick={() => showOverlay('cookies')}>{text('showCookies')}</Button>
      </div>
      <p className="request-hint">{text('cookiesHint')}</p>
    </>
  )
}
