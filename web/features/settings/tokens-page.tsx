import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../src/domain/access/table.ts'
import { useAct } from '../../api/acts.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { actorText } from '../../text/actors.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { ageText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { SettingsFrame } from './frame.tsx'
import { Confirm } from './person-acts.tsx'
import { roleOrder } from './person-draft.ts'
import { changesQuery, type Token, tokensQuery } from './queries.ts'

/** Changes looked through for who made a token. */
const MOST_CHANGES = 500

/** The ways in of programs: which, as what, by whom, whether anybody uses it. */
export function TokensPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const tokens = useQuery(tokensQuery)
  const made = useQuery({ ...changesQuery({ type: 'token', limit: MOST_CHANGES }), enabled: me.may('read-ledger') })
  const [opened, setOpened] = useState<Token | 'new' | null>(null)
  const mayManage = me.may('manage-tokens')
  const madeBy = ({ id }: Token) => {
    const change = made.data?.items.find((one) => one.subjectId === id && one.kind === 'token.added')
    return change === undefined ? '' : actorText(change.actor, t)
  }
  const stateOf = (token: Token) =>
    token.revokedAt === null
      ? t('web.settings.token-good')
      : t('web.settings.token-revoked', { at: shortInstant(Date.parse(token.revokedAt), now) })
  const columns: readonly ShownColumn<Token>[] = [
    { key: 'name', name: t('web.settings.program'), value: ({ name }) => name, show: ({ name }) => <b>{name}</b> },
    {
      key: 'role',
      name: t('web.settings.role'),
      value: ({ role }) => (role === null ? '' : wordOf('web.role', role, t)),
    },
    {
      key: 'state',
      name: t('web.column.state'),
      value: stateOf,
      show: (one) => (
        <span className={one.revokedAt === null ? undefined : 'settings-state-suspended'}>{stateOf(one)}</span>
      ),
    },
    {
      key: 'made',
      name: t('web.settings.made-at'),
      kind: 'instant',
      value: ({ createdAt }) => Date.parse(createdAt),
      show: ({ createdAt }) => shortInstant(Date.parse(createdAt), now),
    },
    { key: 'by', name: t('web.settings.made-by'), value: madeBy },
    {
      key: 'used',
      name: t('web.settings.used-at'),
      kind: 'instant',
      value: ({ usedAt }) => (usedAt === null ? null : Date.parse(usedAt)),
      show: ({ usedAt }) =>
        usedAt === null ? (
          <span className="label">{t('web.settings.never-used')}</span>
        ) : (
          <>
            {shortInstant(Date.parse(usedAt), now)}{' '}
            <span className="label">
              {t('web.monitoring.ago', { age: ageText(Math.max(0, now - Date.parse(usedAt)), t) })}
            </span>
          </>
        ),
    },
  ]
  const add = mayManage && (
    <button type="button" className="button primary" onClick={() => setOpened('new')}>
      {t('web.settings.add-token')}
    </button>
  )
  return (
    <SettingsFrame part="tokens">
      {tokens.isPending && <Waiting rows={4} />}
      {tokens.error && <Trouble error={tokens.error} retry={tokens.refetch} />}
      {tokens.data?.items.length === 0 && (
        <Empty title={t('web.settings.no-tokens')}>
          <p>{t('web.settings.no-tokens-text')}</p>
          <p className="empty-ways">{add}</p>
        </Empty>
      )}
      {tokens.data && tokens.data.items.length > 0 && (
        <ShownTable
          name={t('web.settings.tokens')}
          keptAs="settings-tokens"
          rows={tokens.data.items}
          rowKey={({ id }) => id}
          columns={columns}
          first={{ key: 'made', isDown: true }}
          tools={add}
          {...(mayManage
            ? {
                act: (token: Token) =>
                  token.revokedAt === null && (
                    <button
                      type="button"
                      className="button small"
                      aria-label={t('web.settings.revoke-of', { name: token.name })}
                      onClick={() => setOpened(token)}
                    >
                      {t('web.settings.revoke')}
                    </button>
                  ),
              }
            : {})}
        />
      )}
      {opened === 'new' && <NewTokenDialog onClose={() => setOpened(null)} />}
      {opened !== null && opened !== 'new' && <RevokeDialog token={opened} onClose={() => setOpened(null)} />}
    </SettingsFrame>
  )
}

function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('analyst')
  const [made, setMade] = useState<{ token: string | null } | null>(null)
  const add = useAct('POST /api/tokens', ({ token }) => setMade({ token }))
  if (made !== null) {
    return (
      <Dialog title={t('web.settings.token-told')} onClose={onClose}>
        <div className="dialog-body">
          {made.token === null ? (
            <p className="attention">{t('web.settings.token-lost')}</p>
          ) : (
            <>
              <code className="settings-secret" data-testid="token">
                {made.token}
              </code>
              <p className="attention">{t('web.settings.token-once')}</p>
            </>
          )}
          <div className="dialog-foot">
            <button type="button" className="button primary" onClick={onClose}>
              {t('web.settings.noted')}
            </button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={t('web.settings.add-token')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ body: { name: name.trim(), role } })
        }}
      >
        <label className="field">
          <span>{t('web.settings.program')}</span>
          <input
            className="input"
            required
            maxLength={200}
            placeholder={t('web.settings.program-hint')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('web.settings.role')}</span>
          <select
            className="input"
            value={role}
            onChange={(event) => setRole(roleOrder.find((one) => one === event.target.value) ?? role)}
          >
            {roleOrder.map((one) => (
              <option key={one} value={one}>
                {wordOf('web.role', one, t)}
              </option>
            ))}
          </select>
        </label>
        <p className="label">{t('web.settings.token-will')}</p>
        {add.error && <Trouble error={add.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={name.trim() === '' || add.isPending}>
            {add.isPending ? t('web.act.sending') : t('web.settings.make-token')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useText()
  const revoke = useAct('POST /api/tokens/:id/revoke', () => {
    toast(t('web.settings.revoked'))
    onClose()
  })
  return (
    <Dialog title={t('web.settings.revoke')} onClose={onClose}>
      <Confirm
        will={t('web.settings.revoke-will', { name: token.name })}
        button={t('web.settings.revoke')}
        act={revoke}
        onBack={onClose}
        onConfirm={() => revoke.mutate({ params: { id: token.id }, body: {} })}
      />
    </Dialog>
  )
}
