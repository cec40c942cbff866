import { Fragment, type ReactNode, useState } from 'react'
import { saveSheet } from '../api/sheet.ts'
import { useText } from '../text/language.ts'
import { ColumnChoice } from './column-choice.tsx'
import { toast } from './toasts.tsx'
import { useHiddenColumns } from './use-hidden-columns.ts'
import { WideTable } from './wide-table.tsx'

/** A column of a table: what it is called, what it holds, how it is shown. */
export interface ShownColumn<Row> {
  key: string
  name: string
  /** `instant`: epoch ms. */
  kind?: 'text' | 'number' | 'instant'
  /** Numbers stand to the right, all else to the left, unless this says otherwise. */
  align?: 'left' | 'right'
  /** Where in a row of the phone it stands. */
  className?: string
  /** What is exported, and sorted by unless `order` says otherwise. */
  value: (row: Row) => string | number | null
  order?: (row: Row) => string | number
  show?: (row: Row) => ReactNode
  /** What its cell shows beside that value: each saved in a column of its own, of the same kind unless it says otherwise. */
  beside?: readonly {
    name: string
    kind?: 'text' | 'number' | 'instant'
    value: (row: Row) => string | number | null
  }[]
}

interface Sorting {
  key: string
  isDown: boolean
}

/** A table that can be sorted by each of its columns, shows those that are chosen and is saved as Excel exactly as it is shown. */
export function ShownTable<Row>(props: {
  /** As people call it: names the sheet. */
  name: string
  /** Under which the choice of columns is kept. */
  keptAs: string
  className?: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly ShownColumn<Row>[]
  /** Left out: in the order in which the rows come, until somebody sorts. */
  first?: Sorting
  tools?: ReactNode
  /** What a press anywhere in a row does; a link in the row does it for the keyboard. */
  open?: (row: Row) => void
  /** What may be done with a row, in a last column. */
  act?: (row: Row) => ReactNode
  /** What the last column is called, unless it is just what may be done. */
  actName?: string
  rowClass?: (row: Row) => string | undefined
  rowTestId?: string
  /** While it is sorted by this column, rows that follow each other with one name stand under it. */
  groups?: { by: string; nameOf: (row: Row) => string }
}) {
  const { t } = useText()
  const { name, open } = props
  const [sorting, setSorting] = useState<Sorting | undefined>(props.first)
  const [isSaving, setSaving] = useState(false)
  const [hidden, setHidden] = useHiddenColumns(
    props.keptAs,
    props.columns.map(({ key }) => key),
  )
  const columns = props.columns.filter(({ key }) => !hidden.includes(key))
  const by = columns.find((column) => column.key === sorting?.key)
  const rows =
    by === undefined || sorting === undefined ? props.rows : props.rows.toSorted(comparing(by, sorting.isDown))
  const { groups } = props
  // The name above a row, where it is another than above the row before.
  const heads = (place: number) => {
    const [row, before] = [rows[place], rows[place - 1]]
    if (groups === undefined || groups.by !== sorting?.key || row === undefined) return null
    const name = groups.nameOf(row)
    return before !== undefined && groups.nameOf(before) === name ? null : name
  }
  const save = async () => {
    setSaving(true)
    try {
      await saveSheet({
        sheet: name,
        columns: columns.flatMap(({ name: title, kind = 'text', beside = [] }) => [
          { title, kind },
          ...beside.map((one) => ({ title: one.name, kind: one.kind ?? kind })),
        ]),
        rows: rows.map((row) =>
          columns.flatMap(({ value, beside = [] }) => [value(row), ...beside.map((one) => one.value(row))]),
        ),
      })
    } catch {
      toast(t('web.table.not-saved'))
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <div className="tool-bar table-tools">
        <span className="label">{t('web.table.rows', { rows: rows.length })}</span>
        <span className="push table-columns">
          <ColumnChoice columns={props.columns} hidden={hidden} onChange={setHidden} />
        </span>
        <button type="button" className="button" disabled={isSaving} onClick={save}>
          {t('web.table.excel')}
        </button>
        {props.tools}
      </div>
      <WideTable name={name}>
        <table className={props.className ? `shown-table ${props.className}` : 'shown-table'}>
          <thead>
            <tr>
              {columns.map((column) => {
                const isHere = column.key === by?.key
                return (
                  <th
                    key={column.key}
                    scope="col"
                    data-column={column.key}
                    className={isRight(column) ? 'number' : undefined}
                    aria-sort={isHere ? (sorting?.isDown ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setSorting({ key: column.key, isDown: isHere && sorting?.isDown === false })}
                    >
                      {column.name}
                      <span aria-hidden="true">{isHere ? (sorting?.isDown ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  </th>
                )
              })}
              {props.act && (
                <th scope="col" className="row-act">
                  {props.actName ?? t('web.table.acts')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <Fragment key={props.rowKey(row)}>
                {heads(place) !== null && (
                  <tr className="group-row">
                    <th scope="rowgroup" colSpan={columns.length + (props.act ? 1 : 0)}>
                      {heads(place)}
                    </th>
                  </tr>
                )}
                <tr
                  data-testid={props.rowTestId}
                  className={
                    [open ? 'opens' : '', props.rowClass?.(row) ?? ''].filter((one) => one !== '').join(' ') ||
                    undefined
                  }
                  onClick={({ target }) => {
                    // A link or a button in the row does what it says itself.
                    if (target instanceof Element && target.closest('a, button') === null) open?.(row)
                  }}
                >
                  {columns.map((column) => (
                    <td key={column.key} className={cellClass(column)} data-name={column.name}>
                      {column.show ? column.show(row) : column.value(row)}
                    </td>
                  ))}
                  {props.act && <td className="nowrap row-act">{props.act(row)}</td>}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}

function isRight<Row>({ kind, align }: ShownColumn<Row>): boolean {
  return align === undefined ? kind === 'number' : align === 'right'
}

function cellClass<Row>(column: ShownColumn<Row>): string | undefined {
  const { kind, className } = column
  const own = isRight(column) ? 'number' : kind === 'instant' ? 'nowrap' : ''
  return [own, className ?? ''].filter((one) => one !== '').join(' ') || undefined
}

function comparing<Row>({ value, order }: ShownColumn<Row>, isDown: boolean): (one: Row, other: Row) => number {
  const of = (row: Row) => (order ?? value)(row) ?? ''
  return (one, other) => {
    const [a, b] = [of(one), of(other)]
    const up = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
    return isDown ? -up : up
  }
}
