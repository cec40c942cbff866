/** Leaves by loading the sign-in page afresh, so nothing that was seen stays in memory. Comes back to where one was. */
export function goToSignIn(): void {
  const here = `${location.pathname}${location.search}`
  if (location.pathname === '/sign-in') return
  location.assign(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`)
}
