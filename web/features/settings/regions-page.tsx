import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { regionLevels } from '../../../src/domain/regions/model.ts'
import { outlineAreaKm2 } from '../../../src/standards/rings.ts'
import { outlinesQuery, type Region, regionsQuery, stationsQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inTree, type RegionLine } from '../cases/regions.ts'
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
    return outline === undefined ? null : outlineAreaKm2(outline.polygons)
  }
  const countOf = (items: readonly { regionId: string }[] | undefined, { id }: Region) =>
    (items ?? []).filter(({ regionId }) => regionId === id).length
  const bordersText = (points: number | null) =>
    points === null ? t('web.settings.borders-unknown') : t('web.settings.borders-known', { points })
  const columns: readonly ShownColumn<RegionLine>[] = [
    {
      ...{ key: 'region', name: t('web.column.region') },
      value: ({ region }) => region.name,
      // Each below the one it lies in.
      order: (line) => lines.indexOf(line),
      show: ({ region, depth }) => (
        <span className={`settings-depth-${Math.min(depth, 3)}`}>
          {me.may('manage-people') ? (
            <Link to="/settings/regions/$id" params={{ id: region.id }} className="row-link">
              {region.name}
            </Link>
          ) : (
            region.name
          )}
        </span>
      ),
    },
    { ...{ key: 'code', name: t('web.settings.region-code') }, value: ({ region }) => region.code },
    {
      ...{ key: 'level', name: t('web.column.level') },
      value: ({ region }) => wordOf('web.settings.region-level', region.level, t),
      order: ({ region }) => regionLevels.indexOf(region.level),
    },
    {
      ...{ key: 'borders', name: t('web.settings.borders') },
      value: ({ region }) => bordersText(pointsOf(region)),
      order: ({ region }) => pointsOf(region) ?? 0,
      show: ({ region }) => {
        const points = pointsOf(region)
        return <span className={points === null ? 'label' : undefined}>{bordersText(points)}</span>
      },
    },
    {
      ...{ key: 'area', name: t('web.settings.area'), kind: 'number' },
      value: ({ region }) => {
        const area = areaOf(region)
        return area === null ? null : Number(areaText(area))
      },
      order: ({ region }) => areaOf(region) ?? 0,
      show: ({ region }) => {
        const area = areaOf(region)
        return area === null ? '–' : areaText(area)
      },
    },
    {
      ...{ key: 'stations', name: t('web.settings.stations-short'), kind: 'number' },
      value: ({ region }) => countOf(stations.data?.items, region),
    },
    {
      ...{ key: 'people', name: t('web.settings.people'), kind: 'number' },
      value: ({ region }) => countOf(register.data?.items, region),
    },
  ]
  const unknown = lines.filter(({ region }) => pointsOf(region) === null).length
  const acts = (
    <>
      {me.may('manage-people') && county && (
        <button type="button" className="button" onClick={() => setNaming(true)}>
          {t('web.settings.name-county')}
        </button>
      )}
      {me.may('import-readings') && (
        <Link to="/import" className={me.may('manage-people') ? 'button' : 'button primary'}>
          {t('web.settings.import-regions')}
        </Link>
      )}
      {me.may('manage-people') && county && (
        <button type="button" className="button primary" onClick={() => setAdding(true)}>
          {t('web.settings.add-region')}
        </button>
      )}
    </>
  )
  return (
    <SettingsFrame part="regions">
      {unknown > 0 && (
        <p className="tool-bar label">
          {t('web.settings.regions-known', { known: lines.length - unknown, all: lines.length })}
        </p>
      )}
      {isPending && !error && <Waiting rows={8} />}
      {error && <Trouble error={error} />}
      {!isPending && lines.length === 0 && <div className="tool-bar">{acts}</div>}
      {lines.length > 0 && (
        <ShownTable
          name={t('web.settings.regions')}
          keptAs="settings-regions"
          rows={lines}
          rowKey={({ region }) => region.id}
          columns={columns}
          first={{ key: 'region', isDown: false }}
          tools={acts}
          {...(me.may('manage-people')
            ? { act: ({ region }: RegionLine) => <BorderLink region={region} isKnown={pointsOf(region) !== null} /> }
            : {})}
        />
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

/** To the drawing of a region's borders, or to the changing of them. */
function BorderLink({ region, isKnown }: { region: Region; isKnown: boolean }) {
  const { t } = useText()
  return (
    <Link
      to="/settings/regions/$id"
      params={{ id: region.id }}
      className="button small"
      aria-label={t(isKnown ? 'web.border.change-of' : 'web.border.draw-of', { region: region.name })}
    >
      {t(isKnown ? 'web.border.change' : 'web.border.draw')}
    </Link>
  )
}
