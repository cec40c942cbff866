import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { type CommandForm, type CommandKind, commandForms } from '../../../src/domain/commands/model.ts'
import { HOUR_MS, isoShanghai } from '../../../src/standards/civil-time.ts'
import { useAct } from '../../api/acts.ts'
import { serverNow } from '../../api/clock.ts'
import type { Device } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'

// catalogue keys: web.command.kind.*, web.command.does.*, web.command.group.*

/** The kinds as people look for them. */
const groups: readonly { name: string; kinds: readonly CommandKind[] }[] = [
  { name: 'data', kinds: ['hours', 'minutes', 'days', 'run-times', 'realtime', 'stop-realtime'] },
  { name: 'time', kinds: ['read-time', 'set-time'] },
  {
    name: 'intervals',
    kinds: ['read-realtime-interval', 'set-realtime-interval', 'read-minute-interval', 'set-minute-interval'],
  },
  { name: 'control', kinds: ['zero-span-check', 'immediate-sampling', 'blow-back'] },
  { name: 'other', kinds: ['serial-number', 'log', 'set-password'] },
]
const minuteIntervals = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const

/** Ask something of a device: what, with what it needs, and what will happen. */
export function CommandDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const listId = useId()
  const edition = device.settings.edition
  const forms = commandForms.filter(({ editions }) => edition === 'auto' || editions.includes(edition))
  const [kind, setKind] = useState<CommandKind>('hours')
  const [from, setFrom] = useState(() => inputOf(wholeHour(serverNow()) - 24 * HOUR_MS))
  const [to, setTo] = useState(() => inputOf(wholeHour(serverNow())))
  const [factor, setFactor] = useState('')
  const [value, setValue] = useState('')
  const [password, setPassword] = useState('')
  const form: CommandForm | undefined = forms.find((each) => each.kind === kind)
  const needs = (what: CommandForm['needs'][number]) => form?.needs.includes(what) ?? false
  const send = useAct('POST /api/devices/:id/commands', () => {
    toast(t('web.command.queued', { kind: wordOf('web.command.kind', kind, t), name: device.name }))
    onClose()
    navigate({ to: '/devices/$id', params: { id: device.id }, search: { tab: 'commands' } })
  })
  const fromAt = instantOfInput(from)
  const toAt = instantOfInput(to)
  const isRangeWrong = needs('range') && (fromAt === null || toAt === null || fromAt >= toAt)
  // The device knows a factor by its own code where the two differ.
  const ownCode = (code: string) =>
    Object.entries(device.settings.aliases).find(([, standard]) => standard === code)?.[0] ?? code
  return (
    <Dialog title={t('web.command.send')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (form === undefined || isRangeWrong) return
          send.mutate({
            params: { id: device.id },
            body: {
              kind,
              ...(needs('range') && fromAt !== null && toAt !== null
                ? { from: isoShanghai(fromAt), to: isoShanghai(toAt) }
                : {}),
              ...(needs('factor') ? { factor: factor.trim() } : {}),
              ...(needs('seconds') || needs('minutes') ? { value: Number(value) } : {}),
              ...(needs('password') ? { password } : {}),
            },
          })
        }}
      >
        <p className="quiet">
          {device.name} <span className="mono">{device.mn}</span>
        </p>
        <label className="field">
          <span>{t('web.command.what')}</span>
          <select
            className="input"
            value={kind}
            onChange={(event) => {
              const chosen = forms.find((each) => each.kind === event.target.value)
              if (chosen === undefined) return
              setKind(chosen.kind)
              setValue(
                chosen.needs.includes('minutes')
                  ? String(device.minuteInterval)
                  : chosen.needs.includes('seconds')
                    ? '60'
                    : '',
              )
            }}
          >
            {groups.map((group) => (
              <optgroup key={group.name} label={wordOf('web.command.group', group.name, t)}>
                {forms
                  .filter((each) => group.kinds.includes(each.kind))
                  .map((each) => (
                    <option key={each.kind} value={each.kind}>
                      {wordOf('web.command.kind', each.kind, t)}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <p className="label">{wordOf('web.command.does', kind, t)}</p>
        {needs('range') && (
          <div className="two-fields">
            <label className="field">
              <span>{t('web.command.from')}</span>
              <input
                className="input"
                type="datetime-local"
                required
                value={from}
                onChange={(event) => setFrom(event.target.value)}
              />
            </label>
            <label className="field">
              <span>{t('web.command.to')}</span>
              <input
                className="input"
                type="datetime-local"
                required
                value={to}
                onChange={(event) => setTo(event.target.value)}
              />
            </label>
            {isRangeWrong && (
              <p className="late" role="alert">
                {t('web.command.range-wrong')}
              </p>
            )}
          </div>
        )}
        {needs('factor') && (
          <label className="field">
            <span>{t('web.command.factor')}</span>
            <input
              className="input"
              required
              maxLength={20}
              list={listId}
              value={factor}
              onChange={(event) => setFactor(event.target.value)}
            />
            <datalist id={listId}>
              {device.factors.map((code) => (
                <option key={code} value={ownCode(code)}>
                  {factorLabel(code, language)}
                </option>
              ))}
            </datalist>
          </label>
        )}
        {needs('seconds') && (
          <label className="field">
            <span>{t('web.command.seconds')}</span>
            <input
              className="input"
              type="number"
              required
              min={30}
              max={3600}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          </label>
        )}
        {needs('minutes') && (
          <label className="field">
            <span>{t('web.command.minutes')}</span>
            <select className="input" value={value} onChange={(event) => setValue(event.target.value)}>
              {minuteIntervals.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes}
                </option>
              ))}
            </select>
          </label>
        )}
        {needs('password') && (
          <label className="field">
            <span>{t('web.command.password')}</span>
            <input
              className="input"
              required
              minLength={6}
              maxLength={6}
              autoComplete="off"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
        )}
        <p className="label">{t(device.online ? 'web.command.will' : 'web.command.will-wait')}</p>
        {send.error && <Trouble error={send.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={send.isPending || isRangeWrong}>
            {send.isPending ? t('web.act.sending') : t('web.command.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function wholeHour(instant: number): number {
  return Math.floor(instant / HOUR_MS) * HOUR_MS
}
