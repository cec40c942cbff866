import { useQuery } from '@tanstack/react-query'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { SettingsFrame } from './frame.tsx'
import { type FileSetting, fileSettingsQuery } from './queries.ts'

// catalogue keys: web.setting.*, web.setting-unit.*

/** What the file of the installation decides: read here, changed by whoever runs the machine. */
export function InstallationPage() {
  const { t } = useText()
  const settings = useQuery(fileSettingsQuery)
  const columns: readonly ShownColumn<FileSetting>[] = [
    { key: 'does', name: t('web.settings.what-it-changes'), value: ({ key }) => wordOf('web.setting', key, t) },
    {
      key: 'value',
      name: t('web.settings.value'),
      value: (one) => valueText(one.key, one.value, t),
      show: (one) => <span className={one.isOwn ? 'settings-own' : undefined}>{valueText(one.key, one.value, t)}</span>,
    },
    {
      key: 'own',
      name: t('web.settings.whose'),
      value: ({ isOwn }) => t(isOwn ? 'web.settings.own' : 'web.settings.usual'),
      show: ({ key, isOwn, usual }) =>
        isOwn ? (
          <>
            {t('web.settings.own')}{' '}
            <span className="label">{t('web.settings.usually', { value: valueText(key, usual, t) })}</span>
          </>
        ) : (
          <span className="label">{t('web.settings.usual')}</span>
        ),
    },
    {
      key: 'key',
      name: t('web.settings.key'),
      value: ({ key }) => key,
      show: ({ key }) => <code className="mono label">{key}</code>,
    },
  ]
  return (
    <SettingsFrame part="installation">
      {settings.isPending && <Waiting rows={10} />}
      {settings.error && <Trouble error={settings.error} retry={settings.refetch} />}
      {settings.data && (
        <>
          <p className="settings-note">
            {t('web.settings.file-is')} <code className="mono">{settings.data.file}</code>
          </p>
          <ShownTable
            name={t('web.settings.installation')}
            keptAs="settings-installation"
            rows={settings.data.items}
            rowKey={({ key }) => key}
            columns={columns}
            first={{ key: 'own', isDown: false }}
          />
        </>
      )}
    </SettingsFrame>
  )
}

const truths = ['true', 'false'] as const

/** A value in words, with its unit; an empty one by what that means. */
function valueText(key: string, value: string, t: Translate): string {
  const unit = wordOf('web.setting-unit', key, t)
  if (value === '') return key.startsWith('retention.') ? t('web.settings.for-ever') : t('web.settings.none')
  if (key === 'evaluation.stations') {
    return value
      .split(', ')
      .map((level) => wordOf('web.level', level, t))
      .join(' → ')
  }
  if (truths.some((one) => one === value)) return t(value === 'true' ? 'web.settings.yes' : 'web.settings.no')
  return unit === key ? value : `${value} ${unit}`
}
