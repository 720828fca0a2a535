import { PROXY_MODES, type ProxyOptions } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Select } from '../ui/Select.tsx'
import { joinProxyUrl, type ProxyParts, splitProxyUrl } from './proxy-url.ts'
import { TextLine } from './TextLine.tsx'

/** Through which proxy, if any, the connection is made. */
export function ProxyPane({ proxy, onChange }: { readonly proxy: ProxyOptions; readonly onChange: (proxy: ProxyOptions) => void }) {
  const text = useText('connection')
  const parts = splitProxyUrl(proxy.url)
  const write = (change: Partial<ProxyParts>): void => onChange({ ...proxy, url: joinProxyUrl({ ...parts, ...change }) })
  return (
    <div className="request-form request-narrow">
      <div className="request-wide-line">
        <span>{text('proxy')}</span>
        <Select
          label={text('proxy')}
          value={proxy.mode}
          options={PROXY_MODES.map((mode) => ({ value: mode, text: text(`proxy_${mode}`) }))}
          onChange={(mode) => onChange({ ...proxy, mode })}
        />
      </div>
      {proxy.mode === 'manual' && (
        <>
          <TextLine
            label={text('proxyUrl')}
            value={parts.address}
            placeholder="http://proxy.example:3128"
            onChange={(event) => write({ address: event.target.value.trim() })}
          />
          <TextLine
            label={text('proxyUser')}
            value={parts.user}
            autoComplete="off"
            onChange={(event) => write({ user: event.target.value })}
          />
          <TextLine
            label={text('proxyPassword')}
            type="password"
            autoComplete="new-password"
            value={parts.password}
            onChange={(event) => write({ password: event.target.value })}
          />
          {parts.password !== '' && <p className="request-warning">▲ {text('proxyStored')}</p>}
        </>
      )}
      <p className="request-hint">{text(`proxyHint_${proxy.mode}`)}</p>
    </div>
  )
}
