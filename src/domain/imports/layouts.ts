import { csvCells, type LayoutReader } from './cells.ts'
import { chinaSitesReader, isChinaSites } from './china-sites.ts'
import { genericColumns, genericReader } from './generic.ts'
import { isPrsa, prsaReader } from './prsa.ts'

/**
 * Files of hourly values as they are passed around, line by line; pure. All of them are read into one convention: an hour is
 * named by its END, values are in Weike's unit of the factor.
 */
export const layoutNames = ['china-sites', 'prsa', 'generic'] as const
export type LayoutName = (typeof layoutNames)[number]

/** Which layout a header line is of; null when it is of none. */
export function layoutOf(header: string): LayoutName | null {
  const names = namesOf(header)
  if (isChinaSites(names)) return 'china-sites'
  if (isPrsa(names)) return 'prsa'
  return genericColumns(names) === null ? null : 'generic'
}

/**
 * A reader of one file.
 * @param header its first line
 * @param station only values of this one; all when left out
 * @returns null when the header is not one of the layout
 */
export function layoutReader(layout: LayoutName, header: string, station?: string): LayoutReader | null {
  const names = namesOf(header)
  if (layout === 'china-sites') return isChinaSites(names) ? chinaSitesReader(names, station) : null
  if (layout === 'prsa') return isPrsa(names) ? prsaReader(names, station) : null
  const columns = genericColumns(names)
  return columns === null ? null : genericReader(names, columns, station)
}

function namesOf(header: string): string[] {
  return csvCells(header.replace(/^\ufeff/, ''))
}
