import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { type SourceClass, sourceClasses } from '../../../src/domain/cases/model.ts'
import { useAct } from '../../api/acts.ts'
import { peopleQuery, regionsQuery, stationsQuery } from '../../api/queries.ts'
import { whereAmI } from '../../parts/capture.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { SourceMark } from '../../parts/marks.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inTree, within } from './regions.ts'

const ChooseMap = lazy(() => import('../../map/choose-map.tsx').then(({ ChooseMap }) => ({ default: ChooseMap })))

/** A place as this device tells it, or as it was pressed on the map, which is as good as its eye. */
interface Where {
  lon: number
  lat: number
  /** Null: chosen on the map. [m] */
  accuracyM: number | null
}

/** A problem that somebody saw without being sent: what, which kind of source, where. It opens a case and goes to its page. */
export function ReportDialog({
  alert,
  hasCases = false,
  onClose,
}: {
  /** It is opened from this alert: called by it, in the region of its station. */
  alert?: { id: string; number: string; stationId: string; title: string }
  /** Is there a case of that alert already? */
  hasCases?: boolean
  onClose: () => void
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const regions = useOwnRegions()
  const stations = useQuery({ ...stationsQuery, enabled: alert !== undefined })
  const [title, setTitle] = useState(alert?.title ?? '')
  const [source, setSource] = useState<SourceClass | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [fix, setFix] = useState<Where | null>(null)
  const report = useAct('POST /api/cases', (reply) => {
    toast(t('web.report.done', { number: reply.number }))
    onClose()
    navigate({ to: '/cases/$id', params: { id: reply.id } })
  })
  const ofStation = stations.data?.items.find(({ id }) => id === alert?.stationId)?.regionId
  const known = regions.items.find(({ region }) => region.id === ofStation)?.region.id
  const regionId = chosen ?? known ?? regions.own ?? regions.items[0]?.region.id ?? ''
  return (
    <Dialog title={t(alert ? 'web.alert.open-case' : 'web.report.title')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (source === null || regionId === '') return
          report.mutate({
            body: {
              title: title.trim(),
              sourceClass: source,
              regionId,
              ...(fix ? { lon: fix.lon, lat: fix.lat } : {}),
              ...(alert ? { alertId: alert.id } : {}),
            },
          })
        }}
      >
        {alert && <p className="quiet">{t('web.report.from-alert', { number: alert.number })}</p>}
        {hasCases && <p className="attention">{t('web.report.has-cases')}</p>}
        <label className="field">
          <span>{t('web.report.what')}</span>
          <input
            className="input"
            required
            maxLength={200}
            value={title}
            placeholder={t('web.field.what-hint')}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        <fieldset>
          <legend>{t('web.report.source')}</legend>
          <div className="choice choice-four">
            {sourceClasses.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="report-source"
                  value={each}
                  checked={source === each}
                  onChange={() => setSource(each)}
                />
                <SourceMark source={each} /> {wordOf('web.source', each, t)}
              </label>
            ))}
          </div>
        </fieldset>
        {regions.error ? <Trouble error={regions.error} retry={regions.retry} /> : null}
        <label className="field">
          <span>{t('web.report.region')}</span>
          <select
            className="input"
            required
            value={regionId}
            disabled={regions.items.length === 0}
            onChange={(event) => setChosen(event.target.value)}
          >
            {regions.items.map(({ region, depth }) => (
              <option key={region.id} value={region.id}>
                {`${'\u2003'.repeat(depth)}${region.name}`}
              </option>
            ))}
          </select>
        </label>
        <Position fix={fix} onFix={setFix} />
        {report.error && <Trouble error={report.error} />}
        <p className="label">{t('web.report.will')}</p>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={title.trim() === '' || source === null || regionId === '' || report.isPending}
          >
            {report.isPending ? t('web.act.sending') : t('web.report.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** The regions to choose from and the caller's own, which the list of people names. Who works tasks reports within the own one. */
function useOwnRegions() {
  const me = useMe()
  const regions = useQuery(regionsQuery)
  const people = useQuery({ ...peopleQuery(me.roles[0] ?? 'grid-member'), enabled: me.may('read-people') })
  const all = regions.data?.items ?? []
  const name = people.data?.items.find((person) => person.id === me.personId)?.region
  const own = all.find((region) => region.name === name)?.id
  return {
    items: inTree(own !== undefined && me.may('work-task') ? within(all, own) : all),
    own,
    error: regions.error,
    retry: regions.refetch,
  }
}

/** The place of this device, only when asked for, or a place pressed on the map. */
function Position({ fix, onFix }: { fix: Where | null; onFix: (fix: Where | null) => void }) {
  const { t } = useText()
  const [state, setState] = useState<'idle' | 'locating' | 'failed'>('idle')
  const [isOnMap, setOnMap] = useState(false)
  async function locate(): Promise<void> {
    setState('locating')
    const found = await whereAmI()
    onFix(found)
    setState(found ? 'idle' : 'failed')
  }
  return (
    <div className="field">
      <span>{t('web.report.position')}</span>
      <p className="position">
        {fix ? (
          <>
            <span>
              {fix.lat.toFixed(5)} N, {fix.lon.toFixed(5)} E
              {fix.accuracyM !== null && (
                <span className="label"> {t('web.report.accuracy', { metres: Math.round(fix.accuracyM) })}</span>
              )}
            </span>
            <button type="button" className="link push" onClick={() => onFix(null)}>
              {t('web.report.no-position')}
            </button>
          </>
        ) : (
          <>
            <span className="quiet" role="status">
              {t(state === 'failed' ? 'web.report.position-failed' : 'web.report.position-none')}
            </span>
            <button type="button" className="button small push" disabled={state === 'locating'} onClick={locate}>
              {t(state === 'locating' ? 'web.field.locating' : 'web.report.locate')}
            </button>
            <button type="button" className="button small" aria-expanded={isOnMap} onClick={() => setOnMap(!isOnMap)}>
              {t('web.report.on-map')}
            </button>
          </>
        )}
      </p>
      {isOnMap && (
        <Suspense>
          <ChooseMap
            at={fix && { lonWgs84: fix.lon, latWgs84: fix.lat }}
            onChoose={({ lonWgs84, latWgs84 }) => onFix({ lon: lonWgs84, lat: latWgs84, accuracyM: null })}
          />
        </Suspense>
      )}
    </div>
  )
}
