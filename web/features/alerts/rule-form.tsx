import { limitOf, type RuleNumber, ruleKindTable, severities } from '../../../src/domain/alerts/model.ts'
import { circles, stationLevels } from '../../../src/domain/stations/model.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import type { Station } from '../../api/queries.ts'
import { useRadii } from '../../place/circles.ts'
import { type Translate, useText } from '../../text/language.ts'
import { factorName, factorOrder, wordOf } from '../../text/names.ts'
import { FormRow } from '../devices/form-row.tsx'
import { Choice, Hour, NumberRow, Switch } from './rule-controls.tsx'
import { atResolution, resolutionsOf, unitOfRule, type WrittenRule } from './rule-draft.ts'
import { unitWord } from './words.ts'

// catalogue keys: web.rule.number.*

const YEARLY = { from: '11-15', until: '03-15' }

/** A rule to be written down, a row for each part of its sentence. */
export function RuleForm(props: {
  rule: WrittenRule
  faults: ReadonlySet<string>
  stations: readonly Station[]
  onChange: (rule: WrittenRule) => void
}) {
  const { t, language } = useText()
  const radii = useRadii()
  const { rule, faults, onChange } = props
  const set = (more: Partial<WrittenRule>) => onChange({ ...rule, ...more })
  const narrow = (more: Partial<WrittenRule['narrowing']>) => set({ narrowing: { ...rule.narrowing, ...more } })
  const limit = limitOf(rule.kind, rule.resolution)
  const factors = [...new Set([...factorOrder, ...(rule.factor === null ? [] : [rule.factor])])]
  const { hours, period, level, circle } = rule.narrowing
  return (
    <div className="rule-form">
      <FormRow name={t('web.rule.name')} note={t('web.rule.name-note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={200}
            value={rule.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </FormRow>
      {ruleKindTable[rule.kind].factor !== 'none' && (
        <FormRow
          name={t('web.station.factor')}
          note={t(ruleKindTable[rule.kind].factor === 'must' ? 'web.rule.factor-must' : 'web.rule.factor-may')}
        >
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={rule.factor ?? ''}
              onChange={(event) => set({ factor: event.target.value || null })}
            >
              {ruleKindTable[rule.kind].factor === 'may' && <option value="">{t('web.quality.all-factors')}</option>}
              {factors.map((factor) => (
                <option key={factor} value={factor}>
                  {factorName(factor, language)} {unitOf(factor)}
                </option>
              ))}
            </select>
          )}
        </FormRow>
      )}
      {ruleKindTable[rule.kind].factor !== 'none' && (
        <FormRow name={t('web.rule.resolution')} note={t('web.rule.resolution-note')}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={rule.resolution}
              onChange={(event) => {
                const resolution = resolutionsOf(rule.kind).find((one) => one === event.target.value)
                if (resolution !== undefined) onChange(atResolution(rule, resolution))
              }}
            >
              {resolutionsOf(rule.kind).map((one) => (
                <option key={one} value={one}>
                  {wordOf('web.resolution', one, t)}
                </option>
              ))}
            </select>
          )}
        </FormRow>
      )}
      {limit && (
        <NumberRow
          name={wordOf('web.rule.number', `limit-${rule.kind}`, t)}
          number={limit}
          unit={unitWord(unitOfRule(rule), t)}
          value={rule.threshold}
          isWrong={faults.has('threshold')}
          onChange={(threshold) => set({ threshold })}
        />
      )}
      {Object.entries(ruleKindTable[rule.kind].params).map(([name, number]) => (
        <NumberRow
          key={name}
          name={wordOf('web.rule.number', name, t)}
          number={number}
          unit={unitText(number, rule.factor, t)}
          value={rule.params[name] ?? ''}
          isWrong={faults.has(name)}
          onChange={(value) => set({ params: { ...rule.params, [name]: value } })}
        />
      ))}
      <FormRow name={t('web.rule.where')} note={t('web.rule.where-note')}>
        {(ids) => (
          <div className="rule-where">
            <Choice
              ids={ids}
              label={t('web.column.station')}
              value={rule.stationId}
              none={t('web.quality.all-stations')}
              options={props.stations.map((one) => [one.id, one.name])}
              onChange={(stationId) => set({ stationId })}
            />
            {rule.stationId === null && (
              <>
                <Choice
                  label={t('web.column.level')}
                  value={level}
                  none={t('web.rule.any-level')}
                  options={stationLevels.map((one) => [one, wordOf('web.level', one, t)])}
                  onChange={(chosen) => narrow({ level: stationLevels.find((one) => one === chosen) ?? null })}
                />
                <Choice
                  label={t('web.rule.circle')}
                  value={circle}
                  none={t('web.rule.any-circle')}
                  options={circles
                    .filter((one) => radii[one] !== undefined || one === circle)
                    .map((one) => [one, wordOf('web.circle', one, t)])}
                  onChange={(chosen) => narrow({ circle: circles.find((one) => one === chosen) ?? null })}
                />
              </>
            )}
          </div>
        )}
      </FormRow>
      <FormRow name={t('web.rule.hours-of-day')} note={t('web.rule.hours-note')}>
        {(ids) => (
          <div className="rule-span">
            <Switch
              ids={ids}
              isOn={hours !== null}
              name={t('web.rule.hours-only')}
              onChange={(isOn) => narrow({ hours: isOn ? { from: 22, to: 6 } : null })}
            />
            {hours !== null && (
              <>
                <Hour
                  label={t('web.rule.from')}
                  value={hours.from}
                  last={23}
                  onChange={(from) => narrow({ hours: { ...hours, from } })}
                />
                <Hour
                  label={t('web.rule.to')}
                  value={hours.to}
                  last={24}
                  onChange={(to) => narrow({ hours: { ...hours, to } })}
                />
              </>
            )}
          </div>
        )}
      </FormRow>
      <FormRow name={t('web.rule.period')} note={t('web.rule.period-note')}>
        {(ids) => (
          <div className="rule-span">
            <Switch
              ids={ids}
              isOn={period !== null}
              name={t('web.rule.period-only')}
              onChange={(isOn) => narrow({ period: isOn ? YEARLY : null })}
            />
            {period !== null && (
              <>
                <input
                  className="input rule-day"
                  aria-label={t('web.rule.from')}
                  aria-invalid={faults.has('period')}
                  value={period.from}
                  onChange={(event) => narrow({ period: { ...period, from: event.target.value.trim() } })}
                />
                <input
                  className="input rule-day"
                  aria-label={t('web.rule.to')}
                  aria-invalid={faults.has('period')}
                  value={period.until}
                  onChange={(event) => narrow({ period: { ...period, until: event.target.value.trim() } })}
                />
              </>
            )}
          </div>
        )}
      </FormRow>
      <FormRow name={t('web.rule.severity')} note={t('web.rule.severity-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={rule.severity}
            onChange={(event) =>
              set({ severity: severities.find((one) => one === event.target.value) ?? rule.severity })
            }
          >
            {severities.map((one) => (
              <option key={one} value={one}>
                {wordOf('web.severity', one, t)}
              </option>
            ))}
          </select>
        )}
      </FormRow>
      <FormRow
        name={t('web.rule.window')}
        note={t(
          rule.kind === 'stale' || rule.kind === 'silent' ? 'web.rule.window-note-heard' : 'web.rule.window-note',
        )}
      >
        {(ids) => (
          <span className="with-unit">
            <input
              {...ids}
              className="input"
              inputMode="numeric"
              aria-invalid={faults.has('window')}
              value={rule.groupWindowMinutes}
              onChange={(event) => set({ groupWindowMinutes: event.target.value })}
            />
            <span className="quiet">{unitWord('min', t)}</span>
          </span>
        )}
      </FormRow>
      <FormRow name={t('web.column.state')} note={t('web.rule.enabled-note')}>
        {(ids) => (
          <Switch ids={ids} isOn={rule.enabled} name={t('web.rule.enabled')} onChange={(enabled) => set({ enabled })} />
        )}
      </FormRow>
    </div>
  )
}

function unitText({ unit }: RuleNumber, factor: string | null, t: Translate): string {
  if (unit === 'factor') return unitOf(factor ?? '')
  if (unit === 'x') return t('web.rule.unit.times')
  return unit === 'n' ? t('web.rule.unit.stations') : unitWord(unit, t)
}
