import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { unitKinds } from '../../../src/domain/people/model.ts'
import { useAct } from '../../api/acts.ts'
import { regionsQuery, unitsQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { SettingsFrame } from './frame.tsx'
import { registerQuery, type Unit } from './queries.ts'
import { RegionField } from './region-field.tsx'

/** The units that cases are handed to, and how many people each has. */
export function UnitsPage() {
  const { t } = useText()
  const me = useMe()
  const units = useQuery(unitsQuery)
  const register = useQuery(registerQuery)
  const regions = useQuery(regionsQuery)
  const [opened, setOpened] = useState<Unit | 'new' | null>(null)
  const mayManage = me.may('manage-people')
  const regionOf = ({ regionId }: Unit) => regions.data?.items.find(({ id }) => id === regionId)?.name ?? ''
  const columns: readonly ShownColumn<Unit>[] = [
    { key: 'name', name: t('web.settings.unit'), value: ({ name }) => name, show: ({ name }) => <b>{name}</b> },
    { key: 'kind', name: t('web.settings.kind'), value: ({ kind }) => wordOf('web.unit-kind', kind, t) },
    { key: 'region', name: t('web.column.region'), value: regionOf },
    {
      key: 'people',
      name: t('web.settings.people'),
      kind: 'number',
      value: ({ id }) => (register.data?.items ?? []).filter(({ unitId }) => unitId === id).length,
    },
  ]
  const add = mayManage && (
    <button type="button" className="button primary" onClick={() => setOpened('new')}>
      {t('web.settings.add-unit')}
    </button>
  )
  return (
    <SettingsFrame part="units">
      {units.isPending && <Waiting rows={6} />}
      {units.error && <Trouble error={units.error} retry={units.refetch} />}
      {units.data?.items.length === 0 && (
        <Empty title={t('web.settings.no-units')}>
          <p>{t('web.settings.no-units-text')}</p>
          <p className="empty-ways">{add}</p>
        </Empty>
      )}
      {units.data && units.data.items.length > 0 && (
        <ShownTable
          name={t('web.settings.units')}
          keptAs="settings-units"
          rows={units.data.items}
          rowKey={({ id }) => id}
          columns={columns}
          first={{ key: 'name', isDown: false }}
          tools={add}
          {...(mayManage
            ? {
                act: (unit: Unit) => (
                  <button
                    type="button"
                    className="button small"
                    aria-label={t('web.settings.change-of', { name: unit.name })}
                    onClick={() => setOpened(unit)}
                  >
                    {t('web.settings.change')}
                  </button>
                ),
              }
            : {})}
        />
      )}
      {opened !== null && <UnitDialog unit={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </SettingsFrame>
  )
}

function UnitDialog({ unit, onClose }: { unit: Unit | null; onClose: () => void }) {
  const { t } = useText()
  const regions = useQuery(regionsQuery)
  const county = regions.data?.items.find(({ parentId }) => parentId === null)?.id ?? ''
  const [name, setName] = useState(unit?.name ?? '')
  const [kind, setKind] = useState<Unit['kind']>(unit?.kind ?? 'department')
  const [regionId, setRegionId] = useState(unit?.regionId ?? '')
  const done = () => {
    toast(t('web.settings.changed'))
    onClose()
  }
  const add = useAct('POST /api/units', done)
  const save = useAct('POST /api/units/:id', done)
  const act = unit === null ? add : save
  const submit = () => {
    const card = { name: name.trim(), kind, regionId: regionId || county }
    if (unit === null) add.mutate({ body: card })
    else save.mutate({ params: { id: unit.id }, body: { ...card, expects: unit.version } })
  }
  return (
    <Dialog
      title={unit === null ? t('web.settings.add-unit') : t('web.settings.change-of', { name: unit.name })}
      onClose={onClose}
    >
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label className="field">
          <span>{t('web.settings.unit-name')}</span>
          <input
            className="input"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.settings.kind')}</span>
            <select
              className="input"
              value={kind}
              onChange={(event) => setKind(unitKinds.find((one) => one === event.target.value) ?? kind)}
            >
              {unitKinds.map((one) => (
                <option key={one} value={one}>
                  {wordOf('web.unit-kind', one, t)}
                </option>
              ))}
            </select>
          </label>
          <RegionField value={regionId || county} onChange={setRegionId} />
        </div>
        <p className="label">{t('web.settings.unit-will')}</p>
        {act.error && <Trouble error={act.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={act.isPending}>
            {act.isPending ? t('web.act.sending') : t('web.settings.save')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
