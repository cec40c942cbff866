import { Link } from '@tanstack/react-router'
import { useMe } from '../../shell/me.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'
import { tableText } from '../evaluation/period-text.ts'
import type { Outlook, OutlookRow } from './queries.ts'

const averagings = ['day', 'month', 'year'] as const

/** What the rest of today, of the month and of the year may average if the targets are to hold (目标倒推). */
export function BudgetTable({ outlook, wall }: { outlook: Outlook | undefined; wall: boolean }) {
  const { t } = useText()
  const me = useMe()
  const rows = averagings.map((averaging) => outlook?.rows.find((row) => row.averaging === averaging))
  const note = outlook ? noteOf(outlook.rows, t) : ''
  return (
    <section className="budget" aria-label={t('web.budget.title')}>
      <table>
        <caption>
          <span>{t('web.budget.title')}</span>
          <span className="label budget-unit">{outlook?.unit ?? ' '}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('web.budget.period')}</span>
            </th>
            <th scope="col" className="number">
              {t('web.budget.so-far')}
            </th>
            <th scope="col" className="number">
              {t('web.budget.target')}
            </th>
            <th scope="col" className="number">
              {t('web.budget.rest')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <Row key={averagings[place]} averaging={averagings[place] ?? 'day'} row={row} />
          ))}
        </tbody>
      </table>
      {!wall && (
        <p className="label budget-note">
          <span className="cut" title={note}>
            {note}
          </span>
          {me.may('read-targets') && (
            <Link className="nowrap push" to="/targets">
              {t(me.may('set-targets') ? 'web.budget.set' : 'web.budget.all')}
            </Link>
          )}
        </p>
      )}
    </section>
  )
}

function Row({ averaging, row }: { averaging: OutlookRow['averaging']; row: OutlookRow | undefined }) {
  const { t } = useText()
  const name =
    averaging === 'day'
      ? t('web.budget.today')
      : averaging === 'year'
        ? t('web.budget.year')
        : row
          ? monthName(Number(row.period.slice(5)), t)
          : t('web.budget.month')
  return (
    <tr>
      <th scope="row">
        {name}{' '}
        <span className="label">
          {row ? t(averaging === 'day' ? 'web.budget.left-hours' : 'web.budget.left-days', { left: row.left }) : ' '}
        </span>
      </th>
      <td className="number">{row ? (row.soFar?.toFixed(1) ?? '—') : ''}</td>
      <td className="number quiet" title={row?.target ? originText(row, t) : undefined}>
        {row ? (row.target === null ? t('web.budget.no-target') : targetText(row)) : ''}
      </td>
      <td className={row?.state === 'out-of-reach' || row?.state === 'missed' ? 'number late' : 'number'}>
        <b>{row ? restText(row, t) : ''}</b>
      </td>
    </tr>
  )
}

/** A daily target and a daily limit are whole numbers, others are written with the decimal that they are judged by. */
function targetText({ averaging, target }: OutlookRow): string {
  if (target === null) return ''
  return averaging === 'day' && Number.isInteger(target.value) ? String(target.value) : target.value.toFixed(1)
}

function restText({ state, rest }: OutlookRow, t: Translate): string {
  if (state === 'open' && rest !== null) return `≤ ${rest.toFixed(1)}`
  if (state === 'no-target' || state === 'unknown' || state === 'open') return '—'
  return t(`web.budget.state.${state}`)
}

/** `GB 3095-2026 过渡限值`, `全县 县政办〔2026〕3 号`. */
function originText({ target }: OutlookRow, t: Translate): string {
  if (target === null) return ''
  if (target.origin === 'standard') return tableText(target.basis, t)
  return t(`web.budget.origin.${target.origin}`, { basis: target.basis })
}

function incompleteText({ canBeValid, missing: count }: OutlookRow, name: string, unit: string, t: Translate) {
  if (canBeValid) return count > 0 ? t('web.budget.missing', { name, count, unit }) : null
  return count > 0
    ? t('web.budget.cannot-be-valid-lacks', { name, count, unit })
    : t('web.budget.cannot-be-valid', { name })
}

/** What has to be known of the numbers: hours and days that lack, that are taken out, that will not do; else whose target it is. */
function noteOf(rows: readonly OutlookRow[], t: Translate): string {
  const facts = rows.flatMap((row) => {
    const name = t(`web.budget.name.${row.averaging}`)
    const unit = row.averaging === 'day' ? 'h' : t('web.budget.days')
    return [
      incompleteText(row, name, unit, t),
      row.awaited > 0 ? t('web.budget.awaited', { name, count: row.awaited, unit }) : null,
      row.takenOut > 0 ? t('web.budget.taken-out', { name, count: row.takenOut, unit }) : null,
    ].filter((each) => each !== null)
  })
  const [day] = rows
  const origin = day?.target ? t('web.budget.day-target', { origin: originText(day, t) }) : null
  return [...facts, ...(origin === null ? [] : [origin])].join(t('web.budget.join'))
}
