import { type ReactNode, useState } from 'react'
import { saveSheet } from '../api/sheet.ts'
import { useText } from '../text/language.ts'
import { toast } from './toasts.tsx'
import { WideTable } from './wide-table.tsx'

/** A column of a table: what it is called, what it holds, how it is shown. */
export interface ShownColumn<Row> {
  key: string
  name: string
  /** `instant`: epoch ms. */
  kind?: 'text' | 'number' | 'instant'
  /** What is exported, and sorted by unless `order` says otherwise. */
  value: (row: Row) => string | number | null
  order?: (row: Row) => string | number
  show?: (row: Row) => ReactNode
}

interface Sorting {
  key: string
  isDown: boolean
}

/** A table that can be sorted by each of its columns and saved as Excel, exactly as it is shown. */
export function ShownTable<Row>(props: {
  name: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly ShownColumn<Row>[]
  first: Sorting
  tools?: ReactNode
  /** What may be done with a row, in a last column. */
  act?: (row: Row) => ReactNode
}) {
  const { t } = useText()
  const { columns, name } = props
  const [sorting, setSorting] = useState(props.first)
  const [isSaving, setSaving] = useState(false)
  const by = columns.find((column) => column.key === sorting.key) ?? columns[0]
  const rows = by === undefined ? props.rows : props.rows.toSorted(comparing(by, sorting.isDown))
  const save = async () => {
    setSaving(true)
    try {
      await saveSheet({
        sheet: name,
        columns: columns.map((column) => ({ title: column.name, kind: column.kind ?? 'text' })),
        rows: rows.map((row) => columns.map((column) => column.value(row))),
      })
    } catch {
      toast(t('web.table.not-saved'))
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <div className="tool-bar">
        <span className="label">{t('web.table.rows', { rows: rows.length })}</span>
        <button type="button" className="button push" disabled={isSaving} onClick={save}>
          {t('web.table.excel')}
        </button>
        {props.tools}
      </div>
      <WideTable name={name}>
        <table className="shown-table">
          <thead>
            <tr>
              {columns.map((column) => {
                const isHere = column.key === by?.key
                return (
                  <th
                    key={column.key}
                    scope="col"
                    className={column.kind === 'number' ? 'number' : undefined}
                    aria-sort={isHere ? (sorting.isDown ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setSorting({ key: column.key, isDown: isHere && !sorting.isDown })}
                    >
                      {column.name}
                      <span aria-hidden="true">{isHere ? (sorting.isDown ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  </th>
                )
              })}
              {props.act && <th scope="col">{t('web.table.acts')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={props.rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.key} className={cellClass(column.kind)} data-name={column.name}>
                    {column.show ? column.show(row) : column.value(row)}
                  </td>
                ))}
                {props.act && <td className="nowrap">{props.act(row)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}

function cellClass(kind: ShownColumn<never>['kind']): string | undefined {
  if (kind === 'number') return 'number'
  return kind === 'instant' ? 'nowrap' : undefined
}

function comparing<Row>({ value, order }: ShownColumn<Row>, isDown: boolean): (one: Row, other: Row) => number {
  const of = (row: Row) => (order ?? value)(row) ?? ''
  return (one, other) => {
    const [a, b] = [of(one), of(other)]
    const up = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
    return isDown ? -up : up
  }
}
