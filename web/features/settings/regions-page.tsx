import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { outlineAreaKm2 } from '../../../src/standards/rings.ts'
import { outlinesQuery, type Region, regionsQuery, stationsQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inTree } from '../cases/regions.ts'
import { areaText } from './area-text.ts'
import { CountyForm } from './county-form.tsx'
import { SettingsFrame } from './frame.tsx'
import { registerQuery } from './queries.ts'
import { RegionForm } from './region-form.tsx'

// catalogue keys: web.settings.region-level.*

/** The county and what lies in it, each with whether its borders are known and what hangs on it. */
export function RegionsPage() {
  const { t } = useText()
  const me = useMe()
  const regions = useQuery(regionsQuery)
  const outlines = useQuery(outlinesQuery)
  const stations = useQuery(stationsQuery)
  const register = useQuery(registerQuery)
  const navigate = useNavigate()
  const [isNaming, setNaming] = useState(false)
  const [isAdding, setAdding] = useState(false)
  // A border that has not come yet is not one that is unknown.
  const isPending = [regions, outlines, stations, register].some((one) => one.isPending)
  const error = [regions, outlines, stations, register].find((one) => one.error)?.error
  const lines = isPending ? [] : inTree(regions.data?.items ?? [])
  const county = lines[0]?.region
  const pointsOf = ({ id }: Region) => {
    const outline = outlines.data?.items.find(({ regionId }) => regionId === id)
    return outline === undefined ? null : outline.polygons.flat().reduce((sum, ring) => sum + ring.length - 1, 0)
  }
  const areaOf = ({ id }: Region) => {
    const outline = outlines.data?.items.find(({ regionId }) => regionId === id)
    return outline === undefined ? '–' : areaText(outlineAreaKm2(outline.polygons))
  }
  const countOf = (items: readonly { regionId: string }[] | undefined, { id }: Region) =>
    (items ?? []).filter(({ regionId }) => regionId === id).length
  return (
    <SettingsFrame part="regions">
      <div className="tool-bar">
        <span className="label" hidden={isPending}>
          {t('web.settings.regions-known', {
            known: lines.filter(({ region }) => pointsOf(region) !== null).length,
            all: lines.length,
          })}
        </span>
        {me.may('manage-people') && county && (
          <button type="button" className="button push" onClick={() => setNaming(true)}>
            {t('web.settings.name-county')}
          </button>
        )}
        {me.may('import-readings') && (
          <Link to="/import" className={me.may('manage-people') ? 'button' : 'button primary push'}>
            {t('web.settings.import-regions')}
          </Link>
        )}
        {me.may('manage-people') && county && (
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            {t('web.settings.add-region')}
          </button>
        )}
      </div>
      {isPending && !error && <Waiting rows={8} />}
      {error && <Trouble error={error} />}
      {lines.length > 0 && (
        <WideTable name={t('web.settings.regions')}>
          <table className="shown-table">
            <thead>
              <tr>
                <th scope="col">{t('web.column.region')}</th>
                <th scope="col">{t('web.settings.region-code')}</th>
                <th scope="col">{t('web.column.level')}</th>
                <th scope="col">{t('web.settings.borders')}</th>
                <th scope="col" className="number">
                  {t('web.settings.area')}
                </th>
                <th scope="col" className="number">
                  {t('web.settings.stations-short')}
                </th>
                <th scope="col" className="number">
                  {t('web.settings.people')}
                </th>
                {me.may('manage-people') && (
                  <th scope="col" className="row-act">
                    <span className="unseen">{t('web.border.act')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map(({ region, depth }) => {
                const points = pointsOf(region)
                return (
                  <tr key={region.id}>
                    <td data-name={t('web.column.region')}>
                      <span className={`settings-depth-${Math.min(depth, 3)}`}>
                        {me.may('manage-people') ? (
                          <Link to="/settings/regions/$id" params={{ id: region.id }} className="row-link">
                            {region.name}
                          </Link>
                        ) : (
                          region.name
                        )}
                      </span>
                    </td>
                    <td data-name={t('web.settings.region-code')}>{region.code}</td>
                    <td data-name={t('web.column.level')}>{wordOf('web.settings.region-level', region.level, t)}</td>
                    <td data-name={t('web.settings.borders')}>
                      {points === null ? (
                        <span className="label">{t('web.settings.borders-unknown')}</span>
                      ) : (
                        t('web.settings.borders-known', { points })
                      )}
                    </td>
                    <td className="number" data-name={t('web.settings.area')}>
                      {areaOf(region)}
                    </td>
                    <td className="number" data-name={t('web.settings.stations-short')}>
                      {countOf(stations.data?.items, region)}
                    </td>
                    <td className="number" data-name={t('web.settings.people')}>
                      {countOf(register.data?.items, region)}
                    </td>
                    {me.may('manage-people') && (
                      <td className="nowrap row-act">
                        <Link
                          to="/settings/regions/$id"
                          params={{ id: region.id }}
                          className="button small"
                          aria-label={t(points === null ? 'web.border.draw-of' : 'web.border.change-of', {
                            region: region.name,
                          })}
                        >
                          {t(points === null ? 'web.border.draw' : 'web.border.change')}
                        </Link>
                      </td>
                    )}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </WideTable>
      )}
      {isAdding && county && (
        <Dialog title={t('web.settings.add-region')} onClose={() => setAdding(false)}>
          <RegionForm
            regions={lines.map(({ region }) => region)}
            onCancel={() => setAdding(false)}
            onDone={(id) => navigate({ to: '/settings/regions/$id', params: { id } })}
          />
        </Dialog>
      )}
      {isNaming && county && (
        <Dialog title={t('web.settings.name-county')} onClose={() => setNaming(false)}>
          <CountyForm
            code={county.code}
            name={county.name}
            onCancel={() => setNaming(false)}
            onDone={() => {
              toast(t('web.settings.changed'))
              setNaming(false)
            }}
          />
        </Dialog>
      )}
    </SettingsFrame>
  )
}
