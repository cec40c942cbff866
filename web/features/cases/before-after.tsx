import { distanceM } from '../../../src/domain/stations/model.ts'
import type { CaseDetail, Photo } from '../../api/queries.ts'
import { PhotoButton } from '../../parts/photos.tsx'
import { useText } from '../../text/language.ts'
import { dayClockText } from '../../time/format.ts'

/** Metres between the places where two photos were taken, or null when either is not known. */
export function apartM(before: Photo | undefined, after: Photo | undefined): number | null {
  const place = (photo: Photo | undefined) =>
    photo && photo.lonWgs84 !== null && photo.latWgs84 !== null
      ? { lonWgs84: photo.lonWgs84, latWgs84: photo.latWgs84 }
      : null
  const a = place(before)
  const b = place(after)
  return a && b ? distanceM(a, b) : null
}

/** The newest photo of the mended place beside the newest of the problem, or in words that there is none; the others stand in the story. */
export function BeforeAfter({ detail, now }: { detail: CaseDetail; now: number }) {
  const { t } = useText()
  const newest = (part: Photo['part']) =>
    detail.photos
      .filter((photo) => photo.part === part)
      .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt))[0]
  const before = newest('before')
  const after = newest('after')
  const apart = apartM(before, after)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.case.before-after')}</h2>
        <span className="label push">
          {apart !== null
            ? t('web.case.apart', { metres: Math.round(apart) })
            : before && after && t('web.case.apart-unknown')}
        </span>
      </header>
      <div className={before || after ? 'pair' : undefined}>
        {before && <PairPhoto photo={before} now={now} />}
        {after && <PairPhoto photo={after} now={now} />}
        {!before && <p className="quiet">{t('web.photo.none-before')}</p>}
        {!after && <p className="quiet">{t('web.photo.none-after')}</p>}
      </div>
    </section>
  )
}

/** A photo over a strip with when it was taken; what stands in the picture itself stays to be read. */
function PairPhoto({ photo, now }: { photo: Photo; now: number }) {
  const { t } = useText()
  return (
    <figure>
      <div className="pair-photo">
        <PhotoButton photo={photo} now={now} />
      </div>
      <p className="pair-stamp">{dayClockText(Date.parse(photo.takenAt), now)}</p>
      <figcaption className="label">
        {[
          t(photo.part === 'before' ? 'web.photo.before' : 'web.photo.after'),
          photo.takenBy,
          t('web.photo.digest', { digest: photo.sha256.slice(0, 8) }),
        ].join(t('web.join'))}
      </figcaption>
    </figure>
  )
}
