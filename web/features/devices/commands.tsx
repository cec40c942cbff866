import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { openCommandStates } from '../../../src/domain/commands/model.ts'
import { useAct } from '../../api/acts.ts'
import { commandsQuery, type Device, type DeviceCommand } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.tsx'
import { type Language, type Translate, useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { secondsText, shortInstant, spanTexts } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { CommandMark } from './marks.tsx'
import { deviceTimeText } from './words.ts'

// catalogue keys: web.command.kind.*, web.command.state.*, web.command.qn-rtn.*, web.command.exe-rtn.*, web.command.result.*

/** What was asked of a device, by people and by Weike for its gaps, each with its life. */
export function Commands({ device }: { device: Device }) {
  const { t } = useText()
  const me = useMe()
  const [cursors, setCursors] = useState<readonly string[]>([])
  const commands = useQuery(commandsQuery(device.id, cursors.at(-1)))
  if (commands.isPending) return <Waiting rows={8} />
  if (commands.error) return <Trouble error={commands.error} retry={commands.refetch} />
  if (commands.data.items.length === 0 && cursors.length === 0) {
    return (
      <Empty title={t('web.command.empty.title')}>
        {t(me.may('command-device') ? 'web.command.empty.text-send' : 'web.command.empty.text')}
      </Empty>
    )
  }
  return (
    <>
      <WideTable name={t('web.device.tab.commands')}>
        <table className="commands-table two-lines">
          <thead>
            <tr>
              <th scope="col">{t('web.command.created')}</th>
              <th scope="col">{t('web.command.what')}</th>
              <th scope="col">{t('web.command.by')}</th>
              <th scope="col">{t('web.column.state')}</th>
              <th scope="col">{t('web.command.answer')}</th>
              <th scope="col">
                <span className="unseen">{t('web.command.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {commands.data.items.map((command) => (
              <CommandRow key={command.id} command={command} />
            ))}
          </tbody>
        </table>
      </WideTable>
      <Pages cursors={cursors} next={commands.data.next} onTurn={setCursors} />
    </>
  )
}

function CommandRow({ command }: { command: DeviceCommand }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const kind = wordOf('web.command.kind', command.kind, t)
  const cancel = useAct('POST /api/commands/:id/cancel', () => toast(t('web.command.cancelled', { kind })))
  const resend = useAct('POST /api/commands/:id/resend', () => toast(t('web.command.resent', { kind })))
  const isOpen = openCommandStates.some((state) => state === command.state)
  const mayResend = !isOpen && command.state !== 'done'
  const act = { params: { id: command.id }, body: { expects: command.version } }
  const created = Date.parse(command.createdAt)
  const error = cancel.error ?? resend.error
  return (
    <tr>
      <td className="nowrap">{shortInstant(created, now)}</td>
      <td className="commands-what">
        {kind} <span className="label mono">{command.cn}</span>
        <span className="label second">{paramsText(command, now, t, language)}</span>
      </td>
      <td className="quiet nowrap commands-by">
        {command.cause === 'person'
          ? command.requestedBy || '—'
          : t(command.cause === 'gap-recall' ? 'web.command.gap-recall' : 'web.command.time-asked')}
      </td>
      <td className="commands-state">
        <span className="nowrap">
          <CommandMark state={command.state} /> {wordOf('web.command.state', command.state, t)}
        </span>
        <span className="label second">{lifeText(command, now, t)}</span>
      </td>
      <td className="commands-answer">
        {answerText(command, t) || <span className="label">—</span>}
        {error && <Trouble error={error} />}
      </td>
      <td className="number commands-acts">
        {me.may('command-device') && isOpen && (
          <button type="button" className="button small" disabled={cancel.isPending} onClick={() => cancel.mutate(act)}>
            {t('web.command.cancel')}
          </button>
        )}
        {me.may('command-device') && mayResend && (
          <button type="button" className="button small" disabled={resend.isPending} onClick={() => resend.mutate(act)}>
            {t('web.command.resend')}
          </button>
        )}
      </td>
    </tr>
  )
}

function paramsText(command: DeviceCommand, now: number, t: Translate, language: Language): string {
  const { from, to, factor, value } = command
  const parts = [
    factor !== null && factorLabel(factor, language),
    value !== null && String(value),
    from !== null && to !== null && t('web.command.range', spanTexts(Date.parse(from), Date.parse(to), now)),
  ]
  return parts.filter(Boolean).join(t('web.join'))
}

/** When it was sent, how often, when it ended. */
function lifeText(command: DeviceCommand, now: number, t: Translate): string {
  const time = (at: string) => `${shortInstant(Date.parse(at), now).slice(0, -5)}${secondsText(Date.parse(at))}`
  const parts = [
    command.sentAt !== null && t('web.command.sent-at', { time: time(command.sentAt) }),
    command.attempts > 1 && t('web.command.attempts', { attempts: command.attempts }),
    command.finishedAt !== null && t('web.command.finished-at', { time: time(command.finishedAt) }),
  ]
  return parts.filter(Boolean).join(t('web.join'))
}

/** What the device said to it: its codes in words, the frames that came, what it told; empty: nothing more than that it did it. */
function answerText(command: DeviceCommand, t: Translate): string {
  const { qnRtn, exeRtn, answers, result } = command
  const parts = [
    qnRtn !== null && qnRtn !== 1 && wordOf('web.command.qn-rtn', String(qnRtn), t),
    exeRtn !== null && exeRtn !== 1 && wordOf('web.command.exe-rtn', String(exeRtn), t),
    answers > 0 && t('web.command.answers', { frames: answers }),
    ...Object.entries(result ?? {}).map(
      ([name, value]) => `${wordOf('web.command.result', name, t)} ${deviceTimeText(String(value))}`,
    ),
  ]
  return parts.filter(Boolean).join(t('web.join'))
}
