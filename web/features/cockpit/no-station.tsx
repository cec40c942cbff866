import { Empty } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'

/** A county without a station: what will be here, and how it comes about. */
export function NoStation() {
  const { t } = useText()
  return (
    <Empty title={t('web.cockpit.empty.title')}>
      <p>{t('web.cockpit.empty.text')}</p>
      <code className="mono">{t('web.cockpit.empty.command')}</code>
    </Empty>
  )
}
