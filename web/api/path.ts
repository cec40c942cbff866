/** The address of an operation: `:name` filled from `params`, the rest as a query string. */
export function pathOf(name: string, params?: object, query?: object): string {
  const fill = new Map<string, unknown>(Object.entries(params ?? {}))
  const path = name
    .slice(name.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, key) => encodeURIComponent(String(fill.get(key))))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.set(key, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Address of several questions in one. @param paths of the operations, with their queries */
export function answersPath(paths: readonly string[]): string {
  return `/api/answers?${new URLSearchParams(paths.map((path) => ['to', path]))}`
}
