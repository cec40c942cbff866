import { useState } from 'react'
import type { Photo } from '../api/queries.ts'
import { useText } from '../text/language.ts'
import { dayClockText } from '../time/format.ts'
import { Dialog } from './dialog.tsx'
import './photos.css'

export const photoUrl = (id: string) => `/api/photos/${id}/bytes`

/** Small pictures in a row; each opens large with what is known about it. */
export function Photos({ photos, now }: { photos: readonly Photo[]; now: number }) {
  return (
    <ul className="photos">
      {photos.map((photo) => (
        <li key={photo.id}>
          <PhotoButton photo={photo} now={now} />
        </li>
      ))}
    </ul>
  )
}

/** One photo in the place that its surroundings give it. */
export function PhotoButton({ photo, now }: { photo: Photo; now: number }) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const name = photoName(photo, now, t)
  return (
    <>
      <button
        type="button"
        className="photo-button"
        aria-label={t('web.photo.enlarge', { name })}
        onClick={() => setOpen(true)}
      >
        <img src={photoUrl(photo.id)} alt={name} loading="lazy" decoding="async" />
      </button>
      {isOpen && (
        <Dialog title={name} wide onClose={() => setOpen(false)}>
          <img className="photo-large" src={photoUrl(photo.id)} alt={name} />
          <p className="label photo-facts">
            <span>{t('web.photo.taken', { time: dayClockText(Date.parse(photo.takenAt), now) })}</span>
            <span>{t('web.photo.received', { time: dayClockText(Date.parse(photo.receivedAt), now) })}</span>
            {photo.latWgs84 !== null && photo.lonWgs84 !== null && (
              <span>
                {photo.latWgs84.toFixed(5)} N, {photo.lonWgs84.toFixed(5)} E
                {photo.accuracyM !== null && ` ± ${Math.round(photo.accuracyM)} m`}
              </span>
            )}
            <span className="mono">{t('web.photo.sha256', { digest: photo.sha256 })}</span>
          </p>
        </Dialog>
      )}
    </>
  )
}

function photoName(photo: Photo, now: number, t: ReturnType<typeof useText>['t']): string {
  const part = t(photo.part === 'before' ? 'web.photo.before' : 'web.photo.after')
  return [part, photo.takenBy, dayClockText(Date.parse(photo.takenAt), now)].join(t('web.join'))
}
