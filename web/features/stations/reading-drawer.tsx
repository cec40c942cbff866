import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Resolution } from '../../../src/domain/readings/model.ts'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { layersQuery, type RawFrame, type ReadingLayer, rawFramesQuery } from '../../api/queries.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorName, valueText, wordOf } from '../../text/names.ts'
import { dayClockText, secondsText } from '../../time/format.ts'
import { periodText } from '../../time/period.ts'
import { useNow } from '../../time/use-now.ts'
import { exactText } from '../quality/changes.ts'
import { CorrectionDialog, correctable } from '../quality/correction-dialog.tsx'
import { QualityMark } from '../quality/marks.tsx'
import { WaitingCorrection } from '../quality/waiting-correction.tsx'

// catalogue keys: web.station.source.*, web.station.quality.*, web.reason.*

/** One value traced back: all that was ever said of it, newest first, and the bytes it came in. */
export function ReadingDrawer(props: {
  mn: string
  factor: string
  resolution: Resolution
  /** end of the period [epoch ms] */
  end: number
  onClose: () => void
}) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const [isCorrecting, setCorrecting] = useState(false)
  const one = { mn: props.mn, factor: props.factor, resolution: props.resolution, at: isoShanghai(props.end) }
  const layers = useQuery(layersQuery(one))
  const raw = useQuery({ ...rawFramesQuery(one), enabled: me.may('read-raw-frames') })
  const resolution = correctable.find((each) => each === props.resolution)
  const standing = layers.data?.items.find(({ stands }) => stands)
  return (
    <Drawer
      title={`${periodText(props.resolution, props.end, now)} ${factorName(props.factor, language)}`}
      note={wordOf('web.resolution', props.resolution, t)}
      onClose={props.onClose}
    >
      <p className="mono label">{props.mn}</p>
      {standing && (
        <p className="drawer-value">
          <b>{standing.value === null ? '—' : valueText(standing.value, props.factor)}</b> {layers.data?.unit}{' '}
          <QualityMark quality={standing.quality} />{' '}
          <span className={`quality-word-${standing.quality}`}>
            {wordOf('web.station.quality', standing.quality, t)}
          </span>
        </p>
      )}
      <section className="drawer-part">
        <h3>{t('web.station.layers')}</h3>
        <p className="label">{t('web.station.layers-note')}</p>
        {layers.isPending && <Waiting rows={2} />}
        {layers.error && <Trouble error={layers.error} retry={layers.refetch} />}
        <ol className="layers">
          {(layers.data?.items ?? [])
            .toSorted((a, b) => b.version - a.version)
            .map((layer) => (
              <Layer key={layer.version} layer={layer} unit={layers.data?.unit ?? ''} />
            ))}
        </ol>
      </section>
      <WaitingCorrection mn={props.mn} factor={props.factor} resolution={props.resolution} end={props.end} />
      {me.may('correct-readings') && resolution && standing && (
        <p>
          <button type="button" className="button" onClick={() => setCorrecting(true)}>
            {t('web.station.correct')}
          </button>
        </p>
      )}
      {me.may('read-raw-frames') && (
        <section className="drawer-part">
          <h3>{t('web.station.raw')}</h3>
          <p className="label">{t('web.station.raw-note')}</p>
          {raw.isPending && <Waiting rows={2} />}
          {raw.error && <Trouble error={raw.error} retry={raw.refetch} />}
          {raw.data?.items.length === 0 && <Empty title={t('web.station.no-raw')} />}
          {raw.data?.items
            .toSorted((a, b) => b.seq - a.seq)
            .map((frame) => (
              <Frame key={frame.seq} frame={frame} />
            ))}
        </section>
      )}
      {isCorrecting && resolution && (
        <CorrectionDialog
          subject={{ mn: props.mn, factor: props.factor, resolution }}
          first={props.end}
          last={props.end}
          onClose={() => setCorrecting(false)}
        />
      )}
    </Drawer>
  )
}

function Layer({ layer, unit }: { layer: ReadingLayer; unit: string }) {
  const { t } = useText()
  const now = useNow(60_000)
  const at = Date.parse(layer.recordedAt)
  const facts = [
    layer.flag !== null && t('web.station.flag', { flag: layer.flag }),
    layer.frameSeq !== null && t('web.station.frame-number', { seq: layer.frameSeq }),
  ].filter(Boolean)
  return (
    <li className={layer.stands ? 'layer layer-stands' : 'layer'}>
      <span className="layer-value">
        <b>{layer.value === null ? '—' : exactText(layer.value)}</b> <span className="label">{unit}</span>
      </span>
      <span>
        {wordOf('web.station.source', layer.source, t)}{' '}
        <span className="label">{t('web.station.version', { version: layer.version })}</span>
        {layer.stands && <b className="layer-mark">{t('web.station.stands')}</b>}
        <span className="second">
          <QualityMark quality={layer.quality} />{' '}
          <span className={`quality-word-${layer.quality}`}>{wordOf('web.station.quality', layer.quality, t)}</span>
          {layer.reason !== null && <span className="label"> {wordOf('web.reason', layer.reason, t)}</span>}
        </span>
        <span className="label second">
          {[`${dayClockText(at, now).slice(0, -5)}${secondsText(at)}`, ...facts].join(t('web.join'))}
        </span>
        {layer.correctionId !== null && (
          <Link to="/quality" search={{ tab: 'corrections' }} className="second">
            {t('web.station.see-correction')}
          </Link>
        )}
      </span>
    </li>
  )
}

function Frame({ frame }: { frame: RawFrame }) {
  const { t } = useText()
  const now = useNow(60_000)
  const at = Date.parse(frame.receivedAt)
  return (
    <article className="raw-frame">
      <p className="label">
        {[
          t('web.station.frame-number', { seq: frame.seq }),
          `CN ${frame.cn}`,
          t('web.station.received', { time: `${dayClockText(at, now).slice(0, -5)}${secondsText(at)}` }),
          ...(frame.length === null ? [] : [t('web.station.bytes', { bytes: frame.length })]),
        ].join(t('web.join'))}
      </p>
      {frame.text === null ? (
        <p className="quiet">{t('web.station.raw-expired')}</p>
      ) : (
        <pre className="mono raw-text">{frame.text}</pre>
      )}
      {frame.problems.length > 0 && (
        <ul>
          {frame.problems.map((problem) => (
            <li key={problem.code} className="attention">
              {problem.text}
            </li>
          ))}
        </ul>
      )}
      <p className="label mono raw-digest">{t('web.photo.sha256', { digest: frame.sha256 })}</p>
    </article>
  )
}
