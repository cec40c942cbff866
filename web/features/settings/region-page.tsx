import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { MOST_POINTS } from '../../../src/domain/regions/model.ts'
import { outlinesQuery, regionsQuery, stationsQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import './border.css'
import { BorderEditor } from './border-editor.tsx'
import { RemoveBorder } from './border-remove.tsx'
import { SettingsFrame } from './frame.tsx'

// catalogue keys: web.settings.region-level.*

const route = getRouteApi('/inside/settings/regions/$id')

/** One region and where its border runs; of a border of several parts one at a time. */
export function RegionPage() {
  const { t } = useText()
  const me = useMe()
  const { id } = route.useParams()
  const { part: said = 1 } = route.useSearch()
  const [turn, setTurn] = useState(0)
  const regions = useQuery(regionsQuery)
  const outlines = useQuery(outlinesQuery)
  const stations = useQuery(stationsQuery)
  const all = [regions, outlines, stations]
  const error = all.find((one) => one.error)?.error
  const region = regions.data?.items.find((one) => one.id === id)
  const outline = outlines.data?.items.find(({ regionId }) => regionId === id)?.polygons ?? []
  // One more than there are is a new one.
  const part = Math.min(said, outline.length + 1) - 1
  const [outer = []] = outline[part] ?? []
  const isReady = all.every((one) => one.data !== undefined)
  return (
    <SettingsFrame part="regions" one={region?.name}>
      {error && <Trouble error={error} />}
      {!isReady && !error && <Waiting rows={8} />}
      {isReady && region === undefined && (
        <Empty title={t('web.border.no-region')}>
          <Link to="/settings/regions">{t('web.settings.regions')}</Link>
        </Empty>
      )}
      {isReady && region !== undefined && stations.data && (
        <>
          <div className="tool-bar border-bar">
            <span className="label border-what">
              {[wordOf('web.settings.region-level', region.level, t), region.code].join(t('web.join'))}
            </span>
            <nav className="chips" aria-label={t('web.border.parts')}>
              {outline.map((polygon, at) => (
                <Link
                  // biome-ignore lint/suspicious/noArrayIndexKey: a part is what it is by its order
                  key={at}
                  to="/settings/regions/$id"
                  params={{ id }}
                  search={at === 0 ? {} : { part: at + 1 }}
                  className="chip"
                  activeOptions={{ exact: true }}
                  aria-current={at === part ? 'page' : undefined}
                >
                  {polygon.length > 1
                    ? t('web.border.part-holes', { part: at + 1, holes: polygon.length - 1 })
                    : t('web.border.part', { part: at + 1 })}
                </Link>
              ))}
              {outline.length > 0 && me.may('manage-people') && (
                <Link
                  to="/settings/regions/$id"
                  params={{ id }}
                  search={{ part: outline.length + 1 }}
                  className="chip"
                  activeOptions={{ exact: true }}
                  aria-current={part === outline.length ? 'page' : undefined}
                >
                  {t('web.border.new-part')}
                </Link>
              )}
            </nav>
            {me.may('manage-people') && part < outline.length && (
              <RemoveBorder key={part} region={region} part={part} parts={outline.length} />
            )}
          </div>
          {!me.may('manage-people') && <p className="settings-note">{t('web.border.not-yours')}</p>}
          {outer.length - 1 > MOST_POINTS && (
            <p className="settings-note">{t('web.border.too-fine', { points: outer.length - 1, most: MOST_POINTS })}</p>
          )}
          {me.may('manage-people') && outer.length - 1 <= MOST_POINTS && (
            <BorderEditor
              key={`${id} ${part} ${turn}`}
              region={region}
              part={part}
              outlines={outlines.data?.items ?? []}
              stations={stations.data.items}
              onAnew={() => setTurn(turn + 1)}
            />
          )}
        </>
      )}
    </SettingsFrame>
  )
}
