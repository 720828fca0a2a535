import { Settings2 } from 'lucide-react'
import { useState } from 'react'
import type { Language, Theme } from '#shared/model/settings.ts'
import { useText } from '../i18n/i18n.ts'
import { useAppInfo } from '../status/app-info.ts'
import { IconButton } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Select } from '../ui/Select.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { LimitField } from './LimitField.tsx'
import './settings-menu.css'
import { changeSettings, useSettings } from './settings-store.ts'

/** Theme and language, and where the files are. Each change is shown and kept at once. */
export function SettingsMenu() {
  const text = useText('settings')
  const [isOpen, setOpen] = useState(false)
  const theme = useSettings((settings) => settings.theme)
  const language = useSettings((settings) => settings.language)
  const workspace = useAppInfo((state) => state.info?.workspace ?? '')
  return (
    <Popover
      label={text('settings')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<IconButton label={text('settings')} icon={<Settings2 size={16} />} />}
    >
      <div className="settings-menu">
        <span aria-hidden="true">{text('theme')}</span>
        <Select<Theme>
          label={text('theme')}
          value={theme}
          options={[
            { value: 'system', text: text('asSystem') },
            { value: 'light', text: text('light') },
            { value: 'dark', text: text('dark') },
          ]}
          onChange={(chosen) => changeSettings({ theme: chosen })}
        />
        <span aria-hidden="true">{text('language')}</span>
        <Select<Language>
          label={text('language')}
          value={language}
          options={[
            { value: 'system', text: text('asSystem') },
            // Each in its own words, for whoever cannot read the one that is shown.
            { value: 'en', text: 'English' },
            { value: 'zh', text: '简体中文' },
          ]}
          onChange={(chosen) => changeSettings({ language: chosen })}
        />
        <LimitField setting="captureLimitBytes" />
        <LimitField setting="historyLimitBytes" />
        <span>{text('workspace')}</span>
        <span className="settings-menu-path" title={workspace}>
          {oneLine(workspace)}
        </span>
      </div>
    </Popover>
  )
}
