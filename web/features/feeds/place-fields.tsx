import { useText } from '../../text/language.ts'
import { FormGroup, FormRow } from '../devices/form-row.tsx'
import { type FeedDraft, nextKey } from './draft.ts'
import { NumberRow } from './number-row.tsx'
import { PagingFields } from './paging-fields.tsx'

interface Props {
  draft: FeedDraft
  onChange: (to: Partial<FeedDraft>) => void
}

/** Where a feed looks: an interface with all that it wants to be asked with, or a folder. */
export function PlaceFields({ draft, onChange, hasToken }: Props & { hasToken: boolean }) {
  const { t } = useText()
  return (
    <>
      <FormRow name={t('web.feed.field.kind')} note={t('web.feed.field.kind-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.kind}
            onChange={(event) => onChange({ kind: event.currentTarget.value === 'folder' ? 'folder' : 'http' })}
          >
            <option value="http">{t('web.feed.kind.http')}</option>
            <option value="folder">{t('web.feed.kind.folder')}</option>
          </select>
        )}
      </FormRow>
      {draft.kind === 'http' ? (
        <RequestFields draft={draft} onChange={onChange} hasToken={hasToken} />
      ) : (
        <FolderFields draft={draft} onChange={onChange} />
      )}
    </>
  )
}

function FolderFields({ draft, onChange }: Props) {
  const { t } = useText()
  const { folder } = draft
  return (
    <>
      <FormRow name={t('web.feed.field.folder')} note={t('web.feed.field.folder-note')}>
        {(ids) => (
          <input
            {...ids}
            className="input mono"
            required
            value={folder.path}
            onChange={(event) => onChange({ folder: { ...folder, path: event.target.value } })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.feed.field.pattern')} note={t('web.feed.field.pattern-note')}>
        {(ids) => (
          <input
            {...ids}
            className="input mono"
            required
            value={folder.pattern}
            onChange={(event) => onChange({ folder: { ...folder, pattern: event.target.value } })}
          />
        )}
      </FormRow>
    </>
  )
}

function RequestFields({ draft, onChange, hasToken }: Props & { hasToken: boolean }) {
  const { t } = useText()
  const { request } = draft
  const change = (to: Partial<FeedDraft['request']>) => onChange({ request: { ...request, ...to } })
  return (
    <>
      <FormRow name={t('web.feed.field.url')} note={t('web.feed.field.url-note')}>
        {(ids) => (
          <textarea
            {...ids}
            className="input mono feed-url"
            required
            rows={2}
            placeholder={t('web.feed.example.url')}
            value={request.url}
            onChange={(event) => change({ url: event.target.value.replaceAll(/\s/g, '') })}
          />
        )}
      </FormRow>
      <FormRow
        name={t('web.feed.field.token')}
        note={t(hasToken ? 'web.feed.field.token-kept' : 'web.feed.field.token-note')}
      >
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="password"
            autoComplete="off"
            value={draft.token ?? ''}
            onChange={(event) => onChange({ token: event.target.value === '' ? undefined : event.target.value })}
          />
        )}
      </FormRow>
      <FormGroup name={t('web.feed.field.headers')} note={t('web.feed.field.headers-note')}>
        <div className="pairs">
          {request.headers.map((header) => (
            <p key={header.key} className="pair-line">
              <input
                className="input"
                aria-label={t('web.feed.field.header-name')}
                placeholder={t('web.feed.example.header')}
                value={header.name}
                onChange={(event) =>
                  change({
                    headers: request.headers.map((one) =>
                      one.key === header.key ? { ...one, name: event.target.value } : one,
                    ),
                  })
                }
              />
              <span aria-hidden="true">:</span>
              <input
                className="input"
                aria-label={t('web.feed.field.header-value')}
                placeholder={t('web.feed.example.value')}
                value={header.value}
                onChange={(event) =>
                  change({
                    headers: request.headers.map((one) =>
                      one.key === header.key ? { ...one, value: event.target.value } : one,
                    ),
                  })
                }
              />
              <button
                type="button"
                className="link"
                aria-label={t('web.device.pair.remove', { name: header.name || t('web.feed.field.header-name') })}
                onClick={() => change({ headers: request.headers.filter(({ key }) => key !== header.key) })}
              >
                {t('web.device.pair.remove-short')}
              </button>
            </p>
          ))}
          <button
            type="button"
            className="button small"
            onClick={() =>
              change({ headers: [...request.headers, { key: nextKey(request.headers), name: '', value: '' }] })
            }
          >
            {t('web.device.pair.add')}
          </button>
        </div>
      </FormGroup>
      <FormRow name={t('web.feed.field.method')} note={t('web.feed.field.method-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={request.method === 'GET' ? 'GET' : request.bodyType}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              if (chosen === 'GET') change({ method: 'GET' })
              else change({ method: 'POST', bodyType: chosen === 'form' ? 'form' : 'json' })
            }}
          >
            <option value="GET">{t('web.feed.method.get')}</option>
            <option value="json">{t('web.feed.method.json')}</option>
            <option value="form">{t('web.feed.method.form')}</option>
          </select>
        )}
      </FormRow>
      {request.method === 'POST' && (
        <FormRow name={t('web.feed.field.body')} note={t('web.feed.field.body-note')}>
          {(ids) => (
            <textarea
              {...ids}
              className="input mono"
              rows={4}
              value={request.body}
              onChange={(event) => change({ body: event.target.value })}
            />
          )}
        </FormRow>
      )}
      <details className="set-details">
        <summary>
          <b>{t('web.feed.more')}</b> <span className="label">{t('web.feed.more-note')}</span>
        </summary>
        <PagingFields draft={draft} change={change} />
        <NumberRow
          name={t('web.feed.field.timeout')}
          note={t('web.feed.field.timeout-note')}
          unit={t('web.feed.unit.seconds')}
          least={1}
          most={120}
          value={request.timeoutSeconds}
          onChange={(timeoutSeconds) => change({ timeoutSeconds })}
        />
        <NumberRow
          name={t('web.feed.field.look-back')}
          note={t('web.feed.field.look-back-note')}
          unit={t('web.feed.unit.hours')}
          least={1}
          most={744}
          value={request.lookBackHours}
          onChange={(lookBackHours) => change({ lookBackHours })}
        />
        <NumberRow
          name={t('web.feed.field.at-once')}
          note={t('web.feed.field.at-once-note')}
          unit={t('web.feed.unit.hours')}
          least={1}
          most={744}
          value={request.hoursAtOnce}
          onChange={(hoursAtOnce) => change({ hoursAtOnce })}
        />
      </details>
    </>
  )
}
