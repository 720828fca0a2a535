import { useState } from 'react'
import { LIMIT_BOUNDS, type Settings } from '#shared/model/settings.ts'
import { useText } from '../i18n/i18n.ts'
import { TextField } from '../ui/TextField.tsx'
import { changeSettings, useSettings } from './settings-store.ts'

const GIB = 2 ** 30

/** A limit of captures in GiB. What is typed stays as typed until it is left; only a number within bounds is taken. */
export function LimitField({ setting }: { readonly setting: keyof Pick<Settings, 'captureLimitBytes' | 'historyLimitBytes'> }) {
  const text = useText('settings')
  const bytes = useSettings((settings) => settings[setting])
  const [typed, setTyped] = useState<string | null>(null)
  const isBad = typed !== null && bytesOf(typed) === null

  function type(entry: string): void {
    setTyped(entry)
    const wanted = bytesOf(entry)
    if (wanted !== null) changeSettings({ [setting]: wanted })
  }

  return (
    <>
      <span aria-hidden="true">{text(setting)}</span>
      <span className="settings-menu-limit">
        <TextField
          label={text(setting)}
          inputMode="decimal"
          value={typed ?? String(Number((bytes / GIB).toFixed(2)))}
          problem={isBad ? text('limitBounds', { least: LIMIT_BOUNDS.least / GIB, most: LIMIT_BOUNDS.most / GIB }) : ''}
          onChange={(event) => type(event.target.value)}
          onBlur={() => setTyped(null)}
        />
        GiB
      </span>
    </>
  )
}

function bytesOf(entry: string): number | null {
  if (!/^\d{1,6}([.,]\d{1,3})?$/.test(entry.trim())) return null
  const bytes = Math.round(Number(entry.trim().replace(',', '.')) * GIB)
  return bytes >= LIMIT_BOUNDS.least && bytes <= LIMIT_BOUNDS.most ? bytes : null
}
