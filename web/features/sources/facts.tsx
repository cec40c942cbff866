import { attributesOf } from '../../../src/domain/sources/model.ts'
import type { SourceDetail } from '../../api/queries.ts'
import { SourceMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { attributeText } from './words.ts'

/** What is written of a source; what nobody has written is left out, but for who answers for it. */
export function Facts({ source }: { source: SourceDetail }) {
  const { t } = useText()
  const attributes = attributesOf(source.kind).flatMap((attribute) => {
    const value = source.attributes[attribute.key]
    return value === undefined ? [] : [{ attribute, value }]
  })
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.sources.facts')}</h2>
      </header>
      <dl className="facts source-facts">
        <dt>{t('web.sources.column.state')}</dt>
        <dd>
          <span className={source.state === 'active' ? undefined : 'attention'}>
            {wordOf('web.sources.state', source.state, t)}
          </span>
          <span className="label">{t('web.sources.since', { day: source.stateSince })}</span>
        </dd>
        <dt>{t('web.sources.column.kind')}</dt>
        <dd>
          <SourceMark source={source.class} /> {wordOf('web.sources.kind', source.kind, t)}
        </dd>
        <dt>{t('web.sources.column.unit')}</dt>
        <dd>
          {source.unit ?? <span className="quiet">{t('web.sources.nobody')}</span>}
          {source.person && <span className="label">{source.person}</span>}
        </dd>
        {source.owner && (
          <>
            <dt>{t('web.sources.column.owner')}</dt>
            <dd>{source.owner}</dd>
          </>
        )}
        <dt>{t('web.sources.column.region')}</dt>
        <dd>
          {source.regionName}
          {source.address && <span className="label">{source.address}</span>}
        </dd>
        {attributes.map(({ attribute, value }) => (
          <div key={attribute.key} className="contents">
            <dt>{wordOf('web.sources.attribute', attribute.key, t)}</dt>
            <dd>{attributeText(attribute, value, t)}</dd>
          </div>
        ))}
        {source.notes && (
          <>
            <dt>{t('web.sources.notes')}</dt>
            <dd className="source-notes">{source.notes}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
