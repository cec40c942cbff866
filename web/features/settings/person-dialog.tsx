import { useState } from 'react'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/language.ts'
import { PasswordTold } from './password-told.tsx'
import { EraseForm, PasswordForm, SuspendForm } from './person-acts.tsx'
import { PersonCardForm } from './person-card.tsx'
import type { RegisteredPerson } from './queries.ts'

type View = { of: 'card' | 'password' | 'suspend' | 'erase' } | { of: 'told'; signInName: string; password: string }

/** A person to add or to change; each grave act is a step of its own that says what will happen. */
export function PersonDialog({ person, onClose }: { person: RegisteredPerson | null; onClose: () => void }) {
  const { t } = useText()
  const [view, setView] = useState<View>({ of: 'card' })
  const back = () => setView({ of: 'card' })
  const titles = {
    card: person === null ? t('web.settings.add-person') : t('web.settings.change-of', { name: person.name }),
    password: t('web.settings.give-password'),
    suspend: t(person?.state === 'suspended' ? 'web.settings.resume' : 'web.settings.suspend'),
    erase: t('web.settings.erase'),
    told: t('web.settings.password-told'),
  }
  const told = (signInName: string, password: string) => setView({ of: 'told', signInName, password })
  return (
    <Dialog title={titles[view.of]} onClose={onClose}>
      {view.of === 'told' && <PasswordTold signInName={view.signInName} password={view.password} onClose={onClose} />}
      {view.of === 'card' && (
        <PersonCardForm person={person} onTold={told} onClose={onClose} onOther={(of) => setView({ of })} />
      )}
      {person !== null && view.of === 'password' && <PasswordForm person={person} onTold={told} onBack={back} />}
      {person !== null && view.of === 'suspend' && <SuspendForm person={person} onClose={onClose} onBack={back} />}
      {person !== null && view.of === 'erase' && <EraseForm person={person} onClose={onClose} onBack={back} />}
    </Dialog>
  )
}
