import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { saveSheet } from '../../api/sheet.ts'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { PersonDialog } from '../settings/person-dialog.tsx'
import { roleOrder } from '../settings/person-draft.ts'
import { BringFile } from './bring-file.tsx'

// catalogue keys: web.welcome.template.*

/** The columns of the workbook, called as the import knows them. */
const columns = [
  'web.welcome.template.name',
  'web.welcome.template.sign-in',
  'web.welcome.template.role',
  'web.welcome.template.unit',
  'web.welcome.template.region',
  'web.welcome.template.phone',
] as const

/** Everybody at once out of a workbook, or one by one; neither holds the first frame up. */
export function PeopleStep({ isDone, later, stay }: { isDone: boolean; later: () => void; stay: () => void }) {
  const { t } = useText()
  const [isAdding, setAdding] = useState(false)
  const save = async () => {
    try {
      const titles = columns.map((key) => ({ title: t(key), kind: 'text' as const }))
      await saveSheet({ sheet: t('web.settings.people'), columns: titles, rows: [] })
    } catch {
      toast(t('web.table.not-saved'))
    }
  }
  return (
    <>
      <p className="quiet">
        {t('web.welcome.note.people', {
          roles: roleOrder.map((role) => wordOf('web.role', role, t)).join(t('web.welcome.list')),
        })}{' '}
        <Link to="/settings/units">{t('web.settings.units')}</Link>
      </p>
      <div className="guide-acts">
        <button type="button" className="button" onClick={save}>
          {t('web.welcome.template')}
        </button>
        <BringFile
          kind="people"
          accept=".xlsx,.csv,.tsv"
          button={t('web.welcome.choose-people')}
          isPrimary={!isDone}
          before={async () => {
            // The step is done as soon as the first of them is there; what is said of the file is read here all the same.
            stay()
            return true
          }}
        />
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {t('web.settings.add-person')}
        </button>
        <button type="button" className={isDone ? 'button primary' : 'button'} onClick={later}>
          {t(isDone ? 'web.welcome.next' : 'web.welcome.later')}
        </button>
      </div>
      {isAdding && <PersonDialog person={null} onClose={() => setAdding(false)} />}
    </>
  )
}
