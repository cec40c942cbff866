import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { sourceClasses } from '../../../src/domain/sources/model.ts'
import { drawnCircles } from '../../../src/domain/stations/model.ts'
import { pathOf } from '../../api/path.ts'
import { type AskedSources, regionsQuery, sourcesQuery, stationsQuery } from '../../api/queries.ts'
import { SourceMark } from '../../parts/marks.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useRadii } from '../../place/circles.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inTree } from '../cases/regions.ts'
import { byOrder, placed } from './order.ts'
import type { SourcesSearch } from './search.ts'
import './sources.css'
import { SourcesTable } from './table.tsx'

const SourcesMap = lazy(() => import('./sources-map.tsx').then(({ SourcesMap }) => ({ default: SourcesMap })))
const route = getRouteApi('/inside/sources')

/** The register of sources 四源: as rows, and around the station. */
export function SourcesPage() {
  const { t } = useText()
  const me = useMe()
  const search = route.useSearch()
  const mayStations = me.may('read-stations')
  const stations = useQuery({ ...stationsQuery, enabled: mayStations })
  const station = stations.data?.items[0]
  const asked: AskedSources = {
    ...(search.region ? { region: search.region } : {}),
    ...(search.q ? { q: search.q } : {}),
    ...(search.within && station ? { station: station.code, within: search.within } : {}),
    ...(search.show ? { state: 'all' } : {}),
  }
  const sources = useQuery({ ...sourcesQuery(asked), enabled: !mayStations || stations.data !== undefined })
  const found = sources.data?.items ?? []
  const shown = found
    .filter((source) => search.class === undefined || source.class === search.class)
    .map((source) => placed(source, station))
    .sort(byOrder(search.sort ?? 'code', search.down === true))
  const isNarrowed = Object.keys(asked).some((key) => key !== 'state') || search.class !== undefined
  const excel = pathOf('GET /api/sources', undefined, { ...asked, class: search.class, format: 'xlsx' })
  return (
    <div className="sources">
      <title>{`${t('web.room.sources')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.sources')}</h1>
        {shown.length > 0 && me.may('import-readings') && me.may('manage-sources') && (
          <Link to="/import" className="push sources-import">
            {t('web.sources.import')}
          </Link>
        )}
        {shown.length > 0 && (
          <a
            href={excel}
            download
            className={me.may('import-readings') && me.may('manage-sources') ? undefined : 'push'}
          >
            {t('web.sources.excel')}
          </a>
        )}
        {me.may('manage-sources') && (
          <Link to="/sources/new" className={shown.length > 0 ? 'button primary' : 'button primary push'}>
            {t('web.sources.add')}
          </Link>
        )}
      </header>
      <Tools search={search} counts={countsOf(found)} isCounted={sources.data !== undefined} />
      {sources.isPending && <Waiting rows={8} />}
      {sources.error && <Trouble error={sources.error} retry={sources.refetch} />}
      {sources.data && shown.length === 0 && (
        <Empty title={t(isNarrowed ? 'web.sources.none-found' : 'web.sources.empty.title')}>
          {isNarrowed ? (
            <Link to="/sources">{t('web.sources.show-all')}</Link>
          ) : (
            <>
              <p>{t('web.sources.empty.text')}</p>
              <p className="empty-ways">
                {me.may('manage-sources') && <Link to="/sources/new">{t('web.sources.add')}</Link>}
                {me.may('import-readings') && me.may('manage-sources') && (
                  <Link to="/import">{t('web.sources.import')}</Link>
                )}
              </p>
            </>
          )}
        </Empty>
      )}
      {shown.length > 0 && (
        <div className={station ? 'sources-columns' : undefined}>
          <div>
            <SourcesTable sources={shown} search={search} />
            <footer className="label table-foot">
              {t('web.sources.foot', { shown: shown.length, all: found.length })}
              {sources.data?.whole === false && ` ${t('web.sources.not-whole')}`}
            </footer>
          </div>
          {station && (
            <Suspense>
              <SourcesMap sources={shown} station={station} search={search} />
            </Suspense>
          )}
        </div>
      )}
    </div>
  )
}

function countsOf(sources: readonly { class: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of sources) counts.set(one.class, (counts.get(one.class) ?? 0) + 1)
  return counts
}

/** [m] */
const metresOf = (km: number) => Math.round(km * 1000)

/** By class, region, circle and text; whether those that are no more are shown. */
function Tools(props: { search: SourcesSearch; counts: ReadonlyMap<string, number>; isCounted: boolean }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const { search, counts, isCounted } = props
  const { class: one, ...others } = search
  const mayStations = me.may('read-stations')
  const regions = useQuery({ ...regionsQuery, enabled: mayStations })
  const go = (to: SourcesSearch) => navigate({ to: '/sources', search: to, replace: true })
  const around = drawnCircles(useRadii())
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return (
    <div className="tool-bar sources-tools">
      <nav className="chips" aria-label={t('web.filter')}>
        <Link to="/sources" search={others} className="chip" activeOptions={{ exact: true }}>
          {t('web.sources.all')} <span>{isCounted ? all : ''}</span>
        </Link>
        {sourceClasses.map((each) => (
          <Link
            key={each}
            to="/sources"
            search={{ ...others, class: each }}
            className="chip"
            activeOptions={{ exact: true }}
            aria-current={one === each ? 'page' : undefined}
          >
            <SourceMark source={each} /> {wordOf('web.source', each, t)}{' '}
            <span>{isCounted ? (counts.get(each) ?? 0) : ''}</span>
          </Link>
        ))}
      </nav>
      {mayStations && (
        <>
          <select
            className="input tool-select"
            aria-label={t('web.sources.column.region')}
            value={search.region ?? ''}
            onChange={(event) => {
              const { region: _region, ...rest } = search
              go(event.target.value ? { ...rest, region: event.target.value } : rest)
            }}
          >
            <option value="">{t('web.sources.every-region')}</option>
            {inTree(regions.data?.items ?? [])
              .filter(({ region }) => region.parentId !== null)
              .map(({ region, depth }) => (
                <option key={region.id} value={region.id}>
                  {`${'\u2003'.repeat(depth - 1)}${region.name}`}
                </option>
              ))}
          </select>
          <select
            className="input tool-select"
            aria-label={t('web.sources.column.circle')}
            value={search.within ?? ''}
            onChange={(event) => {
              const { within: _within, ...rest } = search
              go(event.target.value ? { ...rest, within: Number(event.target.value) } : rest)
            }}
          >
            <option value="">{t('web.sources.every-circle')}</option>
            {around.map(({ circle, km }) => (
              <option key={circle} value={metresOf(km)}>
                {t('web.sources.within', { circle: wordOf('web.sources.circle', circle, t), km })}
              </option>
            ))}
            {search.within !== undefined && around.every(({ km }) => metresOf(km) !== search.within) && (
              <option value={search.within}>{t('web.sources.within-km', { km: search.within / 1000 })}</option>
            )}
          </select>
        </>
      )}
      <input
        type="search"
        className="input tool-search"
        aria-label={t('web.sources.search')}
        placeholder={t('web.sources.search')}
        value={search.q ?? ''}
        onChange={(event) => {
          const { q: _q, ...rest } = search
          go(event.target.value ? { ...rest, q: event.target.value } : rest)
        }}
      />
      <label className="sources-retired">
        <input
          type="checkbox"
          checked={search.show === 'all'}
          onChange={(event) => {
            const { show: _show, ...rest } = search
            go(event.target.checked ? { ...rest, show: 'all' } : rest)
          }}
        />{' '}
        {t('web.sources.retired-too')}
      </label>
    </div>
  )
}
