import { type ReactNode, useState } from 'react'
import { severities } from '../../../src/domain/alerts/model.ts'
import { caseStages, sourceClasses } from '../../../src/domain/cases/model.ts'
import { taskStates } from '../../../src/domain/tasks/model.ts'
import { aqiLevels } from '../../../src/standards/aqi-levels.ts'
import { PairedBars } from '../../charts/paired-bars.tsx'
import { Sparkline } from '../../charts/sparkline.tsx'
import { ChipSelect } from '../../parts/chip-select.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Due, TimeBar } from '../../parts/due.tsx'
import { CrossMark, SeverityMark, SourceMark, StageMark, TaskMark, TickMark } from '../../parts/marks.tsx'
import { Share } from '../../parts/share.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { Toasts, toast } from '../../parts/toasts.tsx'
import { SEARCH_KEYS } from '../../shell/keys.ts'
import { ThemeChoice } from '../../shell/theme-choice.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import '../cockpit/cockpit.css'
import { LevelSwatch } from '../../parts/level-swatch.tsx'
import { Colours } from './colours.tsx'

// catalogue keys: web.severity.*, web.source.*, web.stage.*, web.task.state.*

const HOUR = 3_600_000
/** 18 November, 14:20: the hour of the pictures of the design. [epoch ms] */
const NOW = Date.UTC(2026, 10, 18, 6, 20)
/** In hours from NOW. */
const deadlines = [
  { begun: -2, due: 3.65 },
  { begun: -30, due: 2 },
  { begun: -30, due: -3.2 },
]
const scales = ['label', 'body', 'heading', 'title', 'hero'] as const
const course = Array.from({ length: 24 }, (_, at) => ({
  at: NOW + (at - 24) * HOUR,
  value: at === 9 ? null : 30 + 22 * Math.sin(at / 3),
}))

/** Every part in every state, in the language that is spoken. */
export function Parts() {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const [source, setSource] = useState<(typeof sourceClasses)[number] | undefined>('dust')
  const choices = sourceClasses.map((value) => ({ value, name: wordOf('web.source', value, t) }))
  const save = t('web.dialog.close')
  return (
    <main className="styles">
      <h1>{t('web.brand')}</h1>
      <ThemeChoice />
      <Sample name="tokens.css">
        <Colours />
      </Sample>
      <Sample name="--label … --hero">
        {scales.map((scale) => (
          <p key={scale} style={{ font: `var(--${scale})` }}>
            {t('web.room.cockpit')} 17 μg/m³
          </p>
        ))}
      </Sample>
      <Sample name=".button">
        {['button', 'button primary', 'button small', 'button primary small', 'button tall', 'link'].map((name) => (
          <button key={name} type="button" className={name} title={name} onClick={() => toast(name)}>
            {save}
          </button>
        ))}
        <button type="button" className="button" disabled>
          {save}
        </button>
        <button type="button" className="button primary" disabled>
          {save}
        </button>
      </Sample>
      <Sample name=".input .field">
        <label className="field">
          <span>{t('web.column.instruction')}</span>
          <input className="input" defaultValue="QY001" />
        </label>
        <label className="field">
          <span>{t('web.column.due')}</span>
          <input className="input" disabled value="14:20" />
        </label>
      </Sample>
      <Sample name=".chip .chip-select .tabs .badge kbd">
        <span className="chip">
          {t('web.cases.open')} <span>18</span>
        </span>
        <a className="chip" href="#chip" aria-current="page">
          {t('web.cases.all')} <span>21</span>
        </a>
        <ChipSelect name={t('web.column.source')} value={source} choices={choices} onChoose={setSource} />
        <nav className="tabs">
          <a className="tab" href="#tab" aria-current="page">
            {t('web.room.alerts')}
          </a>
          <a className="tab" href="#tab">
            {t('web.room.cases')} <span className="tab-count">3</span>
          </a>
        </nav>
        <span className="badge">{t('web.demo.badge')}</span>
        <kbd>{SEARCH_KEYS}</kbd>
      </Sample>
      <Marks />
      <Sample name="Due TimeBar Share">
        {deadlines.map(({ begun, due }) => (
          <span key={`${begun} ${due}`}>
            <TimeBar startAt={NOW + begun * HOUR} dueAt={NOW + due * HOUR} now={NOW} />{' '}
            <Due dueAt={NOW + due * HOUR} now={NOW} />
          </span>
        ))}
        <Share value={20} of={80} limit={60} />
        <Share value={75} of={80} limit={60} />
        <Share value={null} of={80} limit={60} />
      </Sample>
      <Sample name="Empty Trouble Waiting">
        <Empty title={t('web.cases.empty.title')}>
          <p>{t('web.cases.empty.text')}</p>
        </Empty>
        <Trouble error={new Error('')} retry={() => toast('retry')} />
        <Waiting rows={3} />
      </Sample>
      <Sample name="Dialog">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {t('web.report.title')}
        </button>
        {isOpen && (
          <Dialog title={t('web.report.title')} onClose={() => setOpen(false)}>
            <div className="dialog-body">{t('web.report.what')}</div>
          </Dialog>
        )}
      </Sample>
      <Sample name="Sparkline PairedBars">
        <div style={{ width: 280 }}>
          <Sparkline points={course} from={NOW - 24 * HOUR} to={NOW} limit={60} label={Sparkline.name} />
        </div>
        <div style={{ width: 280 }}>
          <PairedBars
            pairs={[
              { name: '1', old: 56, now: 48 },
              { name: '2', old: 45, now: null },
            ]}
            names={{ old: '2025', now: '2026' }}
            text={String}
            height={160}
            label={PairedBars.name}
          />
        </div>
      </Sample>
      <Toasts />
    </main>
  )
}

function Marks() {
  const { t } = useText()
  return (
    <Sample name="StageMark SeverityMark SourceMark TaskMark LevelSwatch">
      {caseStages.map((stage) => (
        <span key={stage}>
          <StageMark stage={stage} /> <StageMark stage={stage} late /> {wordOf('web.stage', stage, t)}
        </span>
      ))}
      {severities.map((severity) => (
        <span key={severity}>
          <SeverityMark severity={severity} /> {wordOf('web.severity', severity, t)}
        </span>
      ))}
      {sourceClasses.map((source) => (
        <span key={source}>
          <SourceMark source={source} /> {wordOf('web.source', source, t)}
        </span>
      ))}
      {taskStates.map((state) => (
        <span key={state}>
          <TaskMark state={state} /> {wordOf('web.task.state', state, t)}
        </span>
      ))}
      <span>
        <TickMark /> <CrossMark />
      </span>
      {[...aqiLevels.map(({ level }) => level), null].map((level) => (
        <span key={level}>
          <LevelSwatch level={level} /> <LevelSwatch level={level} wide /> {level ?? '—'}
        </span>
      ))}
    </Sample>
  )
}

function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mono">{name}</h2>
      <div className="styles-row">{children}</div>
    </section>
  )
}
