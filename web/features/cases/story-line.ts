import { type CaseStage, type CaseState, caseStages, stageOf } from '../../../src/domain/cases/model.ts'
import type { Step } from '../../api/queries.ts'

/** Which state a case is in after a step of its story; steps that move nothing are absent. */
const stateAfter: Readonly<Record<string, CaseState>> = {
  'case.reported': 'reported',
  'case.registered': 'registered',
  'case.assigned': 'assigned',
  'case.acknowledged': 'acknowledged',
  'case.rectifying': 'rectifying',
  'case.submitted': 'submitted',
  'case.returned': 'rectifying',
  'case.verified': 'verified',
  'case.closed': 'closed',
}

type Told = Pick<Step, 'kind' | 'actedAt' | 'actor' | 'seq'>

/** A stage of the line: when it was reached in the present run of the case, by whose act, and what happened while it lasted. */
export interface StageNode {
  stage: CaseStage
  /** null = still to come [epoch ms] */
  at: number | null
  actor: string | null
  kind: string | null
  isNow: boolean
  /** how long it lasted until the next one was reached; null = not over or to come [ms] */
  lasted: number | null
  /** steps meanwhile, as shares of its length */
  ticks: readonly { seq: number; share: number }[]
}

/** Each step with the stage the case was in after it, oldest first. What happened before the report belongs to the first stage. */
export function withStages<S extends Told>(story: readonly S[]): { step: S; stage: CaseStage }[] {
  let stage: CaseStage = 'found'
  return [...story]
    .sort((a, b) => a.seq - b.seq)
    .map((step) => {
      const state = stateAfter[step.kind]
      if (state) stage = stageOf[state]
      return { step, stage }
    })
}

/** The line of the five stages. A return takes the case back: the stages behind it are to come again. */
export function stageLine(story: readonly Told[]): StageNode[] {
  const reached: { at: number; actor: string | null; kind: string }[] = []
  const moments: { seq: number; at: number }[] = []
  let isReported = false
  for (const { step, stage } of withStages(story)) {
    const at = Date.parse(step.actedAt)
    if (step.kind === 'case.reported') isReported = true
    if (!isReported) continue
    moments.push({ seq: step.seq, at })
    if (!stateAfter[step.kind]) continue
    const place = caseStages.indexOf(stage)
    reached.length = Math.min(reached.length, place + 1)
    // A stage that was left out (closed at once) is reached with the one behind it.
    while (reached.length <= place) reached.push({ at, actor: step.actor, kind: step.kind })
  }
  return caseStages.map((stage, place) => {
    const here = reached[place]
    const next = reached[place + 1]
    const lasted = here && next ? next.at - here.at : null
    const ticks =
      here && lasted
        ? moments
            .filter((moment) => moment.at > here.at && moment.at < here.at + lasted)
            .map((moment) => ({ seq: moment.seq, share: (moment.at - here.at) / lasted }))
        : []
    return {
      stage,
      at: here?.at ?? null,
      actor: here?.actor ?? null,
      kind: here?.kind ?? null,
      isNow: place === reached.length - 1,
      lasted,
      ticks,
    }
  })
}

/** A line of the story as it is shown: one step, or photos that one person added in a row. */
export interface StoryLine<S> {
  /** the newest of the steps it holds */
  step: S
  stage: CaseStage
  photoIds: readonly string[]
}

/** The story newest first, photos of one person that came one after the other in one line. */
export function storyLines<S extends Told & Pick<Step, 'photoIds'>>(story: readonly S[]): StoryLine<S>[] {
  const lines: StoryLine<S>[] = []
  for (const { step, stage } of withStages(story)) {
    const before = lines.at(-1)
    const joins = step.kind === 'photo.added' && before?.step.kind === step.kind && before.step.actor === step.actor
    if (joins) lines[lines.length - 1] = { step, stage, photoIds: [...before.photoIds, ...step.photoIds] }
    else lines.push({ step, stage, photoIds: step.photoIds })
  }
  return lines.reverse()
}
