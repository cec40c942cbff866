import { useTheme } from '../../design/theme.ts'
import { channelsOf, contrast } from './contrast.ts'

/** Colours of words, with the grounds on which they stand. */
const pairs = [
  ...(['ink', 'ink2', 'ink3', 'accent', 'brick', 'ochre'] as const).flatMap((word) =>
    (['bg', 'surface', 'tint'] as const).map((ground) => [word, ground] as const),
  ),
  ['on-accent', 'accent'],
  ['on-ink', 'ink'],
  ['map-river-name', 'map-land'],
  ...(['pm25', 'pm10', 'o3', 'no2', 'so2', 'co'] as const).map((factor) => [`series-${factor}`, 'surface'] as const),
] as const

/** Each word on each ground with its contrast as it is measured in this very document; WCAG asks 4.5 of words, 3 of lines. */
export function Colours() {
  const theme = useTheme()
  return pairs.map(([word, ground]) => {
    const [one, other] = [measured(word), measured(ground)]
    const ratio = one && other ? contrast(one, other).toFixed(2) : '—'
    return (
      <p key={`${theme} ${word} ${ground}`} className="styles-colour label">
        <i style={{ background: `var(--${ground})`, color: `var(--${word})`, fontStyle: 'normal' }}>&nbsp;17 μg/m³</i>
        {word} / {ground} {ratio}
      </p>
    )
  })
}

/** A token as the browser reckons it. */
function measured(token: string): readonly [number, number, number] | null {
  const probe = document.createElement('i')
  probe.style.color = `var(--${token})`
  document.body.append(probe)
  const channels = channelsOf(getComputedStyle(probe).color)
  probe.remove()
  return channels
}
