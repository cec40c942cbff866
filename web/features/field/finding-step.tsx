import { useState } from 'react'
import { type SourceClass, sourceClasses } from '../../../src/domain/cases/model.ts'
import type { Finding } from '../../../src/domain/tasks/model.ts'
import { useAct } from '../../api/acts.ts'
import { sendBytes } from '../../api/client.ts'
import type { TaskDetail } from '../../api/queries.ts'
import { SourceMark } from '../../parts/marks.tsx'
import { PhotoButton } from '../../parts/photos.tsx'
import { Trouble } from '../../parts/states.tsx'
import { photoTypes, UploadRow } from '../../parts/upload-row.tsx'
import { type Upload, useUploads } from '../../parts/use-uploads.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'

/** Steps two and three: photograph what is there, then say what it is. One component, so photos on their way are not lost between. */
export function FindingStep({ detail }: { detail: TaskDetail }) {
  const { task, photos, nonce } = detail
  const { uploads, add, retry } = useUploads(Date.parse(task.sentAt), (photoId, capture, file) =>
    sendBytes(
      'PUT /api/tasks/:id/photos/:photoId',
      { params: { id: task.id, photoId }, query: { ...capture, nonce: nonce ?? '' } },
      file,
    ),
  )
  const pending = uploads.filter((upload) => !photos.some((photo) => photo.id === upload.id))
  return photos.length === 0 ? (
    <Viewfinder pending={pending} onAdd={add} onRetry={retry} />
  ) : (
    <FinishForm detail={detail} pending={pending} onAdd={add} onRetry={retry} />
  )
}

type Photographing = {
  pending: readonly Upload[]
  onAdd: (files: readonly File[]) => void
  onRetry: (upload: Upload) => void
}

/** A label that opens the phone's camera. */
function PickPhoto(props: {
  onAdd: (files: readonly File[]) => void
  name: string
  className: string
  words?: string
}) {
  return (
    <label className={`${props.className} pick`}>
      <span className={props.words ? undefined : 'unseen'}>{props.words ?? props.name}</span>
      <input
        type="file"
        accept={photoTypes}
        capture="environment"
        aria-label={props.name}
        onChange={(event) => {
          props.onAdd([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </label>
  )
}

/** Nothing photographed yet: the shutter is the one button. */
function Viewfinder({ pending, onAdd, onRetry }: Photographing) {
  const { t } = useText()
  const newest = pending.at(-1)
  return (
    <div className="field-body field-camera" data-theme="dark">
      <div className="field-frame">
        {newest ? <img src={newest.url} alt={t('web.field.preview')} /> : <p>{t('web.field.frame-hint')}</p>}
        <i className="corner corner-1" />
        <i className="corner corner-2" />
        <i className="corner corner-3" />
        <i className="corner corner-4" />
      </div>
      <div className="field-thumb">
        <UploadRow uploads={pending} onRetry={onRetry} />
        <PickPhoto className="shutter" onAdd={onAdd} name={t('web.field.shoot')} />
        <p className="label field-centre">{t('web.field.photo-note')}</p>
      </div>
    </div>
  )
}

function FinishForm({ detail, pending, onAdd, onRetry }: Photographing & { detail: TaskDetail }) {
  const { t } = useText()
  const now = useNow(30_000)
  const { task, photos } = detail
  const finish = useAct('POST /api/tasks/:id/finish')
  const [isProblem, setProblem] = useState(false)
  const [title, setTitle] = useState('')
  const [source, setSource] = useState<SourceClass | null>(null)
  const isBusy = finish.isPending || pending.some((upload) => upload.state === 'sending')
  const handIn = (found: { finding: Finding; title?: string; sourceClass?: SourceClass }) =>
    finish.mutate({ params: { id: task.id }, body: { expects: task.version, ...found } })
  return (
    <form
      className="field-body"
      onSubmit={(event) => {
        event.preventDefault()
        if (source !== null) handIn({ finding: 'problem', title: title.trim(), sourceClass: source })
      }}
    >
      <div className="field-form">
        <ul className="photos">
          {photos.map((photo) => (
            <li key={photo.id}>
              <PhotoButton photo={photo} now={now} />
            </li>
          ))}
          <li>
            <PickPhoto
              className="add-photo"
              onAdd={onAdd}
              name={t('web.field.add-photo')}
              words={`+ ${t('web.field.add-photo')}`}
            />
          </li>
        </ul>
        <UploadRow uploads={pending} onRetry={onRetry} />
        {isProblem && (
          <>
            <label className="field">
              <span>{t('web.field.what')}</span>
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
              <legend>{t('web.field.source')}</legend>
              <div className="choice choice-four">
                {sourceClasses.map((each) => (
                  <label key={each}>
                    <input
                      type="radio"
                      name="source"
                      value={each}
                      checked={source === each}
                      onChange={() => setSource(each)}
                    />
                    <SourceMark source={each} />
                    {wordOf('web.source', each, t)}
                  </label>
                ))}
              </div>
            </fieldset>
          </>
        )}
      </div>
      <div className="field-thumb">
        {finish.error && <Trouble error={finish.error} />}
        <p className="label">{t(isProblem ? 'web.field.will-problem' : 'web.field.choose')}</p>
        {isProblem ? (
          <div className="field-two">
            <button type="button" className="button tall" onClick={() => setProblem(false)}>
              {t('web.dialog.cancel')}
            </button>
            <button
              type="submit"
              className="button primary tall"
              disabled={title.trim() === '' || source === null || isBusy}
            >
              {finish.isPending ? t('web.act.sending') : t('web.field.finish')}
            </button>
          </div>
        ) : (
          <div className="field-two">
            <button type="button" className="button tall" disabled={isBusy} onClick={() => setProblem(true)}>
              {t('web.finding.problem')}
            </button>
            <button
              type="button"
              className="button tall"
              disabled={isBusy}
              onClick={() => handIn({ finding: 'nothing-found' })}
            >
              {finish.isPending ? t('web.act.sending') : t('web.field.nothing')}
            </button>
          </div>
        )}
      </div>
    </form>
  )
}
