import type { Attribute, AttributeValue } from '../../../src/domain/sources/model.ts'
import type { Translate } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

// catalogue keys: web.sources.attribute.*, web.sources.choice.*, web.sources.circle.*, web.sources.kind.*, web.sources.sort.*
// catalogue keys: web.sources.state.*, web.sources.state-will.*, web.sources.to.*

/** An attribute's value with its unit, in words. */
export function attributeText(attribute: Attribute, value: AttributeValue, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'web.sources.yes' : 'web.sources.no')
  if (attribute.type === 'choice') return wordOf(`web.sources.choice.${attribute.key}`, String(value), t)
  if (typeof value === 'string') return value
  const unit = attribute.type === 'number' ? attribute.unit : ''
  return `${value.toLocaleString('en')} ${unit}`.trim()
}
