import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { sendBytes } from '../../api/client.ts'
import type { CaseDetail } from '../../api/queries.ts'
import { CrossMark, TickMark } from '../../parts/marks.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { photoTypes, UploadRow } from '../../parts/upload-row.tsx'
import { useUploads } from '../../parts/use-uploads.ts'
import { useText } from '../../text/language.ts'

/** Show the mended place, say what was done, hand it in for acceptance. */
export function SubmitForm({ detail, now }: { detail: CaseDetail; now: number }) {
  const { t } = useText()
  const { case: one, photos, story } = detail
  const submit = useAct('POST /api/cases/:id/submit', ({ number }) => toast(t('web.submit.done', { number })))
  const [result, setResult] = useState('')
  const openedAt = Date.parse(one.reportedAt)
  const { uploads, add, retry } = useUploads(Math.min(openedAt, now), (photoId, capture, file) =>
    sendBytes('PUT /api/cases/:id/photos/:photoId', { params: { id: one.id, photoId }, query: capture }, file),
  )
  const after = photos.filter((photo) => photo.part === 'after')
  const pending = uploads.filter((upload) => !photos.some((photo) => photo.id === upload.id))
  const returned = story.findLast((step) => step.kind === 'case.returned' || step.kind === 'case.submitted')
  const hasPhoto = after.length > 0
  return (
    <form
      className="panel decision"
      onSubmit={(event) => {
        event.preventDefault()
        submit.mutate({ params: { id: one.id }, body: { expects: one.version, result: result.trim() } })
      }}
    >
      <h2>{t('web.submit.title')}</h2>
      {returned?.kind === 'case.returned' && (
        <p className="returned">
          <b>{t('web.submit.returned', { name: returned.actor ?? '' })}</b> {returned.text}
        </p>
      )}
      <div className="check-line">
        {hasPhoto ? <TickMark /> : <CrossMark />}
        <span>{hasPhoto ? t('web.submit.photos', { photos: after.length }) : t('web.submit.photo-needed')}</span>
        <label className="button small pick">
          {t('web.submit.add-photo')}
          <input
            type="file"
            accept={photoTypes}
            capture="environment"
            multiple
            aria-label={t('web.submit.add-photo')}
            onChange={(event) => {
              add([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </label>
      </div>
      <UploadRow uploads={pending} onRetry={retry} />
      <label className="field">
        <span>{t('web.submit.result')}</span>
        <textarea
          className="input"
          rows={3}
          required
          maxLength={2000}
          value={result}
          placeholder={t('web.submit.result-hint')}
          onChange={(event) => setResult(event.target.value)}
        />
      </label>
      {submit.error && <Trouble error={submit.error} />}
      <p className="label">{t('web.submit.will')}</p>
      <button
        type="submit"
        className="button primary wide tall"
        disabled={
          !hasPhoto || result.trim() === '' || submit.isPending || pending.some((upload) => upload.state === 'sending')
        }
      >
        {submit.isPending ? t('web.act.sending') : t('web.submit.button')}
      </button>
    </form>
  )
}
