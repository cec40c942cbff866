/** Rooms whose charts, maps and wide tables need the long side of the sheet; all others are read upright. */
const lying: readonly RegExp[] = [
  /^\/$/,
  /^\/(monitoring|compare|evaluation|targets|sources|cases|alerts)$/,
  /^\/(stations|alerts)\/[^/]+$/,
]

/** What stands at the foot of every sheet. */
export interface SheetFoot {
  county: string
  /** When it was printed, in words. */
  at: string
  /** Where the page is found again. */
  address: string
}

/** A text as a string of CSS: whatever is in it, it stays one. */
function cssText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\n\r\f]/g, ' ')}"`
}

/** The rule by which a browser lays out the sheets of a room (CSS Paged Media 3, margin boxes). */
export function sheetRule(pathname: string, { county, at, address }: SheetFoot): string {
  const side = lying.some((room) => room.test(pathname)) ? 'landscape' : 'portrait'
  const look = 'font: 8pt sans-serif; color: #465663;'
  return `@page { size: A4 ${side}; margin: 12mm 12mm 16mm;
    @bottom-left { content: ${cssText(`${county} · ${at}`)}; ${look} }
    @bottom-center { content: ${cssText(address)}; ${look} }
    @bottom-right { content: counter(page) " / " counter(pages); ${look} } }`
}
