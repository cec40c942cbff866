import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, signIn } from '../setup/api-client.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { assignCase, mend as mendByCalls, reportCase } from '../setup/field-work.ts'
import { runWeike } from '../setup/weike.ts'
import {
  accept,
  alertRow,
  decision,
  enterBySignIn,
  findProblem,
  handOver,
  mend,
  openCase,
  sendBack,
  sendTask,
  submit,
} from './parts/people.ts'
import { photograph } from './parts/photo.ts'
import { atTheYard, DEMO_PASSWORD, loggerAt, openStage, type Stage, type Visitor } from './parts/stage.ts'
import { focusedName, focusIsSeen, tabTo } from './parts/tabbing.ts'

const MINUTE = 60_000

/** What differs between the two times that the chain is gone through. Names of people and units are data: they stay Chinese. */
const runs = {
  zh: {
    // Longer ago than the rule groups, so that the next one is an alert of its own; and not over yet.
    agoMs: 35 * MINUTE,
    value: 88,
    instruction: '去柳林大道看看堆场',
    title: '金沙建材堆场未覆盖',
    order: '今天盖好',
    mended: '已覆盖',
    reason: '东侧没有盖全',
    mendedWell: '东侧也已覆盖',
    opinion: '现场属实',
    stages: ['发现', '交办', '整改', '验收', '销号'],
    told: [
      '系统 发出预警',
      '陈一鸣 派出核查任务：去柳林大道看看堆场',
      '刘桂芳 到场签到',
      '刘桂芳 上传照片',
      '刘桂芳 上报问题：金沙建材堆场未覆盖',
      '陈一鸣 交办：今天盖好',
      '周敏 签收',
      '周敏 开始整改',
      '周敏 上传照片',
      '周敏 提交整改结果：已覆盖',
      '陈一鸣 退回整改：东侧没有盖全',
      '周敏 提交整改结果：东侧也已覆盖',
      '陈一鸣 验收通过：现场属实',
      '陈一鸣 销号',
    ],
  },
  en: {
    agoMs: 0,
    value: 96,
    instruction: 'Look at the yard in Liulin Avenue',
    title: 'Yard of Jinsha not covered',
    order: 'Cover it today',
    mended: 'Covered',
    reason: 'The east side is open',
    mendedWell: 'The east side is covered too',
    opinion: 'Seen on the spot',
    stages: ['Found', 'Assigned', 'Rectifying', 'Acceptance', 'Closed'],
    told: null,
  },
} as const

describe('the chain in a browser', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(async () => {
    await stage?.close()
  })

  it.each(['zh', 'en'] as const)(
    'goes from a frame to a closed case by people’s hands alone, in %s',
    async (language) => {
      const run = runs[language]
      const dispatcher = await stage.visit({ language, screen: 'desk' })
      await enterBySignIn(dispatcher, '/alerts?show=all', 'chenyiming')
      const gridMember = await stage.visit({ language, screen: 'phone', as: 'liuguifang', at: atTheYard })
      await gridMember.goTo('/field')
      const liaison = await stage.visit({ language, screen: 'desk', as: 'zhoumin' })
      await liaison.goTo('/cases')
      const everybody = [dispatcher, gridMember, liaison]
      const documents = everybody.map(({ watch }) => watch.documents())
      for (const { watch } of everybody) watch.forget()

      // A frame arrives; the open page shows it by itself.
      const rows = await dispatcher.page.getByTestId('alert-row').count()
      await exceed(stage, run.value, run.agoMs)
      await alertRow(dispatcher, run.value).getByRole('link').first().click()
      await dispatcher.page.getByRole('heading', { level: 1, name: '青石桥小学微站' }).waitFor()
      await sendTask(dispatcher, '刘桂芳', run.instruction)

      const photo = (covered: boolean, words: string) =>
        photograph(stage.browser, words, { covered, mimeType: covered ? 'image/png' : 'image/jpeg' })
      const caseAddress = await findProblem(gridMember, { ...run, photo: await photo(false, run.title) })
      expect(caseAddress).toMatch(/^\/cases\/[0-9a-f-]{36}$/)

      await openCase(dispatcher, run.title)
      await handOver(dispatcher, { unit: '区住建局', hours: 24, instruction: run.order })

      await openCase(liaison, run.title)
      await mend(liaison, await photo(true, run.mended))
      await submit(liaison, run.mended)
      await expectNoWayToAccept(liaison)

      // Somebody else decides, at another machine; the liaison's page says so by itself.
      const verifier = await stage.visit({ language, screen: 'desk', as: 'chenyiming' })
      await verifier.goTo(caseAddress)
      await sendBack(verifier, run.reason)
      await decision(liaison).getByText(run.reason).waitFor()
      await submit(liaison, run.mendedWell)
      await accept(verifier, run.opinion)

      // All who look at the case see that it is closed.
      for (const one of [verifier, dispatcher, liaison]) {
        await decision(one).getByText(one.t('web.decision.next.closed')).waitFor()
        expect(await stagesOf(one)).toEqual(run.stages.map((stage) => ({ stage, done: true })))
        expect(await pairOf(one.page)).toEqual([1200, 1200])
      }
      if (run.told) expect((await storyOf(verifier)).reverse()).toEqual(run.told)

      // Nothing was loaded anew and nothing went wrong.
      expect(everybody.map(({ watch }) => watch.documents())).toEqual(documents)
      for (const { watch } of [...everybody, verifier]) expect(watch.faults()).toEqual([])
      expect(rows).toBe(language === 'zh' ? 0 : 1)
      await Promise.all([...everybody, verifier].map(({ context }) => context.close()))
    },
  )

  it('leaves a ledger that verifies', async () => {
    const verified = await runWeike(stage.home, ['verify-ledger', '--data', stage.home.dataDir])
    expect({ status: verified.status, said: verified.stderr }).toMatchObject({ status: 0 })
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, findings: [] })
  })

  it('is closed by the keyboard alone: the return dialog gives the focus back, the acceptance is reached and done', async () => {
    const caseId = await submittedCase(stage)
    const verifier = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
    const { page, t } = verifier
    await verifier.goTo(`/cases/${caseId}`)
    await tabTo(page, t('web.return.title'))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, t('web.return.reason'))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focusedName(page)).toBe(t('web.return.title'))

    await tabTo(page, t('web.accept.opinion'))
    await page.keyboard.type('属实')
    await tabTo(page, t('web.accept.button'))
    expect(await focusIsSeen(page)).toBe(true)
    await page.keyboard.press('Enter')
    await decision(verifier).getByText(t('web.decision.next.closed')).waitFor()
    expect((await storyOf(verifier)).slice(0, 2)).toEqual(['陈一鸣 销号', '陈一鸣 验收通过：属实'])
    expect(verifier.watch.faults()).toEqual([])
    await verifier.context.close()
  })
})

/** The station's logger sends a PM2.5 sample over the rule's line. */
async function exceed({ weike }: Stage, value: number, agoMs: number): Promise<void> {
  const at = Math.floor((Date.now() - agoMs) / 1000) * 1000
  const frame = uploadFrame({ ...loggerAt('QYW07'), at, data: `a34004-Rtd=${value},a34004-Flag=N` })
  const answers = await sendFrames(weike.hj212, [frame])
  expect(answers).toEqual([expect.stringContaining('CN=9014')])
}

/** Whoever has mended sees that somebody else decides, and nothing to decide with. */
async function expectNoWayToAccept({ page, t }: Visitor): Promise<void> {
  for (const name of [t('web.accept.button'), t('web.accept.button-verify'), t('web.return.title')] as const) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
  }
}

/** The line of stages as it is drawn. */
async function stagesOf({ page, t }: Visitor) {
  const items = page.getByRole('list', { name: t('web.case.line') }).locator('> li')
  return items.evaluateAll((all) =>
    all.map((one) => ({
      stage: one.querySelector('b')?.textContent,
      done: !one.classList.contains('stage-ahead') && one.querySelector('.stage-words .label') !== null,
    })),
  )
}

/** Widths of the two photos that stand side by side, as the browser has read them; before, after. [px] */
async function pairOf(page: Page): Promise<number[]> {
  const pair = page.locator('.pair img')
  await expect
    .poll(() => pair.evaluateAll((all) => all.every((one) => one instanceof HTMLImageElement && one.complete)))
    .toBe(true)
  return pair.evaluateAll((all) => all.map((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0)))
}

/** The story's lines, newest first: who did what. */
async function storyOf({ page }: Visitor): Promise<string[]> {
  const lines = await page.locator('.story > li p').allInnerTexts()
  return lines.map((line) => line.replaceAll(/\s+/g, ' ').trim())
}

/** A case that waits for its acceptance, come about without a browser. */
async function submittedCase({ weike }: Stage): Promise<string> {
  const dispatcher = await signIn(weike.http, 'chenyiming', DEMO_PASSWORD)
  const liaison = await signIn(weike.http, 'zhoumin', DEMO_PASSWORD)
  const { items: stations } = await dispatcher.call('GET /api/stations')
  const { items: units } = await dispatcher.call('GET /api/units')
  const caseId = await reportCase(dispatcher, stations[0]?.regionId ?? '')
  await assignCase(dispatcher, caseId, units.find((unit) => unit.name === '区住建局')?.id ?? '')
  await mendByCalls(liaison, caseId)
  await liaison.call('POST /api/cases/:id/submit', {
    params: { id: caseId },
    body: act({ expects: 4, result: '已清扫' }),
  })
  return caseId
}
