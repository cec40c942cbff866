import { civilDayOf } from '../../../src/standards/civil-time.ts'
import { editionInForce, editions, GB3095_2026_FINAL, STANDARDS_OF_2026 } from '../../../src/standards/editions.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { SettingsFrame } from './frame.tsx'
import { type DatedLine, datedLines, sourceOf } from './standards.ts'

// catalogue keys: web.settings.certainty.*, web.settings.dated.*, web.settings.dated-source.*, web.evaluation.doubt.*

/** First day of what holds since there are data. */
const EVER = '1970-01-01'

/** By which edition of the standards data of a day are judged, and what of it nobody has settled. */
export function StandardsPage() {
  const { t } = useText()
  const today = civilDayOf(useNow(60_000))
  const now = editionInForce(today)
  const lines = datedLines(today)
  const columns: readonly ShownColumn<DatedLine>[] = [
    {
      ...{ key: 'what', name: t('web.settings.dated'), className: 'nowrap' },
      value: ({ key }) => wordOf('web.settings.dated', key, t),
    },
    {
      key: 'from',
      name: t('web.settings.from-day'),
      className: 'nowrap',
      value: ({ from }) => (from === EVER ? t('web.settings.since-ever') : from),
      order: ({ from }) => from,
    },
    {
      key: 'state',
      name: t('web.column.state'),
      className: 'nowrap',
      value: ({ isInForce }) => t(isInForce ? 'web.settings.in-force' : 'web.settings.not-in-force'),
      show: ({ isInForce }) =>
        isInForce ? (
          <b>{t('web.settings.in-force')}</b>
        ) : (
          <span className="label">{t('web.settings.not-in-force')}</span>
        ),
    },
    {
      key: 'certainty',
      name: t('web.settings.certainty'),
      className: 'nowrap',
      value: ({ certainty }) => wordOf('web.settings.certainty', certainty, t),
      show: ({ certainty }) => (
        <span className={certainty === 'U' ? 'attention' : undefined}>
          {wordOf('web.settings.certainty', certainty, t)}
        </span>
      ),
    },
    {
      key: 'doubt',
      name: t('web.settings.doubt'),
      value: ({ doubt }) => (doubt === null ? '' : wordOf('web.evaluation.doubt', doubt, t)),
    },
    {
      key: 'source',
      name: t('web.settings.source'),
      value: (line) => wordOf('web.settings.dated-source', sourceOf(line), t),
    },
  ]
  return (
    <SettingsFrame part="standards">
      <dl className="settings-list">
        {editions.map((edition) => (
          <div key={edition}>
            <dt>
              {t(edition === '2012' ? 'web.settings.edition-2012' : 'web.settings.edition-2026')}
              {edition === now && <span className="settings-now">{t('web.settings.in-force')}</span>}
            </dt>
            <dd>
              {edition === '2012'
                ? t('web.settings.until-day', { day: STANDARDS_OF_2026 })
                : t('web.settings.since-day', { day: STANDARDS_OF_2026, final: GB3095_2026_FINAL })}
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="settings-title">{t('web.settings.dated-title')}</h2>
      <ShownTable
        name={t('web.settings.dated-title')}
        keptAs="settings-standards"
        rows={lines}
        rowKey={({ key, from }) => `${key} ${from}`}
        columns={columns}
        first={{ key: 'what', isDown: false }}
      />
    </SettingsFrame>
  )
}
