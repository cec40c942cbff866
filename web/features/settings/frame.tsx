import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SettingType } from '../../../src/domain/ledger/model.ts'
import { useMe } from '../../shell/me.tsx'
import { actorText } from '../../text/actors.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { type PartKey, partOf, partsFor } from './parts.ts'
import { changesQuery } from './queries.ts'
import './settings.css'

// catalogue keys: web.settings.*, web.story.*

/** The parts on the left, one of them beside: its name, what it changes, who changed it last; or one thing of a part alone. */
export function SettingsFrame(props: {
  part: PartKey | null
  /** Name of the one thing of this part that is shown. */
  one?: string | undefined
  children: ReactNode
}) {
  const { part: key, one: thing, children } = props
  const { t } = useText()
  const me = useMe()
  const part = key === null ? undefined : partOf(key)
  const name = thing ?? (part === undefined ? t('web.room.settings') : t(part.name))
  return (
    <>
      <title>{`${name} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>
          {part === undefined ? (
            name
          ) : (
            <>
              <Link to="/settings" className="crumb">
                {t('web.room.settings')}
              </Link>{' '}
              /{' '}
              {thing !== undefined && (
                <>
                  <Link to={part.path} className="crumb">
                    {t(part.name)}
                  </Link>{' '}
                  /{' '}
                </>
              )}
              {name}
            </>
          )}
        </h1>
      </header>
      <div className="settings">
        <nav
          className={part === undefined ? 'settings-parts' : 'settings-parts settings-beside'}
          aria-label={t('web.settings.parts')}
        >
          <ul>
            {partsFor(me).map((one) => (
              <li key={one.key}>
                <Link to={one.path} className="settings-part" activeOptions={{ includeSearch: false }}>
                  {t(one.name)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="settings-body">
          {part !== undefined && thing === undefined && (
            <p className="settings-note">
              {t(part.note)} {part.changes !== null && me.may('read-ledger') && <LastChange type={part.changes} />}
            </p>
          )}
          {children}
        </div>
      </div>
    </>
  )
}

/** Who changed something of this kind last, and when; out of the ledger. */
export function LastChange({ type }: { type: SettingType }) {
  const { t } = useText()
  const now = useNow(30_000)
  const changes = useQuery(changesQuery({ type, limit: 1 }))
  const last = changes.data?.items[0]
  if (changes.data === undefined) return null
  if (last === undefined) return <span className="label settings-last">{t('web.settings.never-changed')}</span>
  const values = {
    at: dayClockText(Date.parse(last.at), now),
    who: actorText(last.actor, t),
    what: wordOf('web.story', last.kind, t),
  }
  return (
    <Link to="/settings/changes" search={{ type }} className="label settings-last">
      {t('web.settings.last-change', values)}
    </Link>
  )
}
