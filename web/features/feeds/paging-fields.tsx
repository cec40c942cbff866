import { useText } from '../../text/language.ts'
import { FormRow } from '../devices/form-row.tsx'
import type { FeedDraft } from './draft.ts'

/** How a document goes on. */
export function PagingFields(props: { draft: FeedDraft; change: (to: Partial<FeedDraft['request']>) => void }) {
  const { t } = useText()
  const { paging } = props.draft.request
  return (
    <>
      <FormRow name={t('web.feed.field.paging')} note={t('web.feed.field.paging-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={paging.kind}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              if (chosen === 'number') props.change({ paging: { kind: 'number', first: 1, size: null } })
              else if (chosen === 'next') props.change({ paging: { kind: 'next', path: 'next' } })
              else props.change({ paging: { kind: 'none' } })
            }}
          >
            <option value="none">{t('web.feed.paging.none')}</option>
            <option value="number">{t('web.feed.paging.number')}</option>
            <option value="next">{t('web.feed.paging.next')}</option>
          </select>
        )}
      </FormRow>
      {paging.kind === 'number' && (
        <FormRow name={t('web.feed.field.page-size')} note={t('web.feed.field.page-size-note')}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="number"
              min={1}
              value={paging.size ?? ''}
              onChange={(event) =>
                props.change({
                  paging: { ...paging, size: event.target.value === '' ? null : Number(event.target.value) },
                })
              }
            />
          )}
        </FormRow>
      )}
      {paging.kind === 'next' && (
        <FormRow name={t('web.feed.field.next-path')} note={t('web.feed.field.next-path-note')}>
          {(ids) => (
            <input
              {...ids}
              className="input mono"
              required
              value={paging.path}
              onChange={(event) => props.change({ paging: { kind: 'next', path: event.target.value } })}
            />
          )}
        </FormRow>
      )}
    </>
  )
}
