/** The name by which the browser's WebGL 2 calls what it draws with; null where it has none. */
export function graphicsCard(): string | null {
  const context = document.createElement('canvas').getContext('webgl2')
  if (context === null) return null
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const name = context.getParameter(info === null ? context.RENDERER : info.UNMASKED_RENDERER_WEBGL)
  // A page may have only so many of them.
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return String(name)
}

/** Names of those who are no graphics card: Chromium's, Mesa's two, and that of Windows. */
const emulators = ['SwiftShader', 'llvmpipe', 'softpipe', 'Microsoft Basic Render'] as const

/** Is it the processor that draws? (What a context may be asked for, `failIfMajorPerformanceCaveat`, Chromium does not tell.) */
export function isEmulated(card: string): boolean {
  return emulators.some((name) => card.includes(name))
}
