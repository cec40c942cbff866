import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { newPassword } from './first-password.ts'
import { PasswordField } from './password-field.tsx'
import type { RegisteredPerson } from './queries.ts'

interface Given {
  person: RegisteredPerson
  onBack: () => void
}

/** Another password, for who has forgotten theirs. */
export function PasswordForm({ person, onTold, onBack }: Given & { onTold: (name: string, password: string) => void }) {
  const { t } = useText()
  const [password, setPassword] = useState(newPassword)
  const give = useAct('POST /api/people/:id/password', (_reply, { body }) =>
    onTold(person.signInName ?? '', body.password),
  )
  return (
    <Confirm
      will={t('web.settings.give-password-will', { name: person.name })}
      button={t('web.settings.give-password')}
      act={give}
      onBack={onBack}
      onConfirm={() => give.mutate({ params: { id: person.id }, body: { expects: person.version, password } })}
    >
      <PasswordField value={password} onChange={setPassword} />
    </Confirm>
  )
}

/** Nobody comes in by this name for now; or again. */
export function SuspendForm({ person, onBack, onClose }: Given & { onClose: () => void }) {
  const { t } = useText()
  const done = () => {
    toast(t('web.settings.changed'))
    onClose()
  }
  const suspend = useAct('POST /api/people/:id/suspend', done)
  const resume = useAct('POST /api/people/:id/resume', done)
  const isSuspended = person.state === 'suspended'
  const act = isSuspended ? resume : suspend
  return (
    <Confirm
      will={
        isSuspended
          ? t('web.settings.resume-will', { name: person.name })
          : t('web.settings.suspend-will', { name: person.name, tasks: person.openTasks })
      }
      button={t(isSuspended ? 'web.settings.resume' : 'web.settings.suspend')}
      act={act}
      onBack={onBack}
      onConfirm={() => act.mutate({ params: { id: person.id }, body: { expects: person.version } })}
    />
  )
}

/** Name, account and contact go for good. The name is typed, so that nobody does it by a slip. */
export function EraseForm({ person, onBack, onClose }: Given & { onClose: () => void }) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const erase = useAct('POST /api/people/:id/erase', () => {
    toast(t('web.settings.erased'))
    onClose()
  })
  return (
    <Confirm
      will={t('web.settings.erase-will', { name: person.name, tasks: person.openTasks })}
      button={t('web.settings.erase')}
      act={erase}
      mayNot={typed.trim() !== person.name}
      onBack={onBack}
      onConfirm={() => erase.mutate({ params: { id: person.id }, body: {} })}
    >
      <label className="field">
        <span>{t('web.settings.type-name', { name: person.name })}</span>
        <input className="input" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
    </Confirm>
  )
}

/** What will happen, and the button that makes it happen. */
export function Confirm(props: {
  will: string
  button: string
  act: { error: Error | null; isPending: boolean }
  mayNot?: boolean
  onBack: () => void
  onConfirm: () => void
  children?: ReactNode
}) {
  const { t } = useText()
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        props.onConfirm()
      }}
    >
      <p>{props.will}</p>
      {props.children}
      {props.act.error && <Trouble error={props.act.error} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={props.onBack}>
          {t('web.settings.back')}
        </button>
        <button type="submit" className="button primary" disabled={props.mayNot || props.act.isPending}>
          {props.act.isPending ? t('web.act.sending') : props.button}
        </button>
      </div>
    </form>
  )
}
