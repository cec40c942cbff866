import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { stationLevels } from '../../../src/domain/stations/model.ts'
import { regionsQuery, type Station, stationsQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { CirclesLine } from './circles-line.tsx'
import { SettingsFrame } from './frame.tsx'
import { StationForm } from './station-form.tsx'

// catalogue keys: web.level.*

/** The stations of the county and how far the circles around its national one reach. */
export function StationsPage() {
  const { t } = useText()
  const me = useMe()
  const stations = useQuery(stationsQuery)
  const regions = useQuery(regionsQuery)
  const [opened, setOpened] = useState<Station | 'new' | null>(null)
  const mayManage = me.may('manage-devices')
  const regionOf = ({ regionId }: Station) => regions.data?.items.find(({ id }) => id === regionId)?.name ?? ''
  const columns: readonly ShownColumn<Station>[] = [
    {
      key: 'name',
      name: t('web.column.station'),
      value: ({ name }) => name,
      show: ({ name, code }) => (
        <Link to="/stations/$code" params={{ code }} className="row-link">
          {name}
        </Link>
      ),
    },
    { key: 'code', name: t('web.settings.station-code'), value: ({ code }) => code },
    {
      key: 'level',
      name: t('web.column.level'),
      value: ({ level }) => wordOf('web.level', level, t),
      order: ({ level }) => stationLevels.indexOf(level),
    },
    { key: 'region', name: t('web.column.region'), value: regionOf },
    {
      key: 'lon',
      name: t('web.settings.lon'),
      kind: 'number',
      value: ({ lonWgs84 }) => lonWgs84,
      show: (one) => one.lonWgs84.toFixed(5),
    },
    {
      key: 'lat',
      name: t('web.settings.lat'),
      kind: 'number',
      value: ({ latWgs84 }) => latWgs84,
      show: (one) => one.latWgs84.toFixed(5),
    },
  ]
  const add = mayManage && (
    <button type="button" className="button primary" onClick={() => setOpened('new')}>
      {t('web.settings.add-station')}
    </button>
  )
  const close = () => setOpened(null)
  return (
    <SettingsFrame part="stations">
      <CirclesLine />
      {stations.isPending && <Waiting rows={6} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {stations.data?.items.length === 0 && (
        <Empty title={t('web.cockpit.empty.title')}>
          <p>{t('web.cockpit.empty.text')}</p>
          <p className="empty-ways">{add}</p>
        </Empty>
      )}
      {stations.data && stations.data.items.length > 0 && (
        <ShownTable
          name={t('web.settings.stations')}
          keptAs="settings-stations"
          rows={stations.data.items}
          rowKey={({ id }) => id}
          columns={columns}
          first={{ key: 'level', isDown: false }}
          tools={add}
          {...(mayManage
            ? {
                act: (station: Station) => (
                  <button
                    type="button"
                    className="button small"
                    aria-label={t('web.settings.change-of', { name: station.name })}
                    onClick={() => setOpened(station)}
                  >
                    {t('web.settings.change')}
                  </button>
                ),
              }
            : {})}
        />
      )}
      {opened !== null && (
        <Dialog
          title={opened === 'new' ? t('web.settings.add-station') : t('web.settings.change-of', { name: opened.name })}
          onClose={close}
        >
          <StationForm
            station={opened === 'new' ? null : opened}
            level={stations.data?.items.length === 0 ? 'national' : 'micro'}
            onCancel={close}
            onDone={() => {
              toast(t('web.settings.changed'))
              close()
            }}
          />
        </Dialog>
      )}
    </SettingsFrame>
  )
}
