import type { Locator } from 'playwright-core'
import type { PhotoFile } from './photo.ts'
import { DEMO_PASSWORD, settled, type Visitor } from './stage.ts'

/** What people do on the screens, step by step, as they would: by what they read there. Nobody reloads a page. */

/** Comes through the door, which opens onto the page that was asked for. */
export async function enterBySignIn({ page, t }: Visitor, path: string, signInName: string): Promise<void> {
  await page.goto(path)
  await page.getByLabel(t('web.sign-in.name')).fill(signInName)
  await page.getByLabel(t('web.sign-in.password')).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: t('web.sign-in.button'), exact: true }).click()
  await page.waitForURL((url) => `${url.pathname}${url.search}` === path)
  await settled(page)
}

/** Of the rows of the alerts page the one that shows this value. */
export function alertRow({ page }: Visitor, value: number): Locator {
  return page.getByTestId('alert-row').filter({ hasText: `${value} µg/m³` })
}

/** From the alert's page. @returns number of the task */
export async function sendTask({ page, t }: Visitor, to: string, instruction: string): Promise<string> {
  await page.getByRole('button', { name: t('web.send.title'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('web.send.title') })
  await dialog.getByRole('radio', { name: to }).check()
  await dialog.getByLabel(t('web.send.instruction')).fill(instruction)
  await dialog.getByRole('button', { name: t('web.send.submit'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const line = page
    .getByRole('listitem')
    .filter({ hasText: to })
    .filter({ hasText: t('web.task.state.sent') })
  return line.getByRole('link').innerText()
}

/** On the phone, from the list of tasks to the hand-in. @returns address of the case that it becomes */
export async function findProblem(
  { page, t }: Visitor,
  found: { instruction: string; photo: PhotoFile; title: string },
): Promise<string> {
  await page.getByTestId('field-task').filter({ hasText: found.instruction }).getByRole('link').first().tap()
  await page.getByRole('button', { name: t('web.field.check-in') }).tap()
  await page.getByLabel(t('web.field.shoot')).setInputFiles(found.photo)
  await page.getByRole('button', { name: t('web.finding.problem'), exact: true }).tap()
  await page.getByLabel(t('web.field.what')).fill(found.title)
  await page.getByRole('radio', { name: t('web.source.dust'), exact: true }).check()
  await page.getByRole('button', { name: t('web.field.finish'), exact: true }).tap()
  const follow = page.getByRole('link', { name: t('web.field.follow') })
  await follow.waitFor()
  return (await follow.getAttribute('href')) ?? ''
}

/** Goes to a case by the rail and the table. */
export async function openCase({ page, t }: Visitor, title: string): Promise<void> {
  await page
    .getByRole('navigation', { name: t('web.shell.rooms') })
    .getByRole('link', { name: t('web.room.cases') })
    .click()
  await page.getByRole('row').getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

export async function handOver(
  { page, t }: Visitor,
  to: { unit: string; hours: number; instruction: string },
): Promise<void> {
  const form = decision({ page, t })
  await form.getByRole('combobox', { name: t('web.assign.unit') }).selectOption({ label: to.unit })
  await form.getByRole('radio', { name: t('web.send.hours', { hours: to.hours }), exact: true }).check()
  await form.getByLabel(t('web.assign.instruction')).fill(to.instruction)
  await form.getByRole('button', { name: t('web.assign.button'), exact: true }).click()
  await form.getByText(t('web.decision.next.assigned')).waitFor()
}

/** Receives the case, begins, and shows the mended place. */
export async function mend({ page, t }: Visitor, photo: PhotoFile): Promise<void> {
  const form = decision({ page, t })
  await form.getByRole('button', { name: t('web.step.acknowledge.button'), exact: true }).click()
  await form.getByRole('button', { name: t('web.step.begin.button'), exact: true }).click()
  await form.getByLabel(t('web.submit.add-photo')).setInputFiles(photo)
  await form.getByText(t('web.submit.photos', { photos: 1 })).waitFor()
}

export async function submit({ page, t }: Visitor, result: string): Promise<void> {
  const form = decision({ page, t })
  await form.getByLabel(t('web.submit.result')).fill(result)
  await form.getByRole('button', { name: t('web.submit.button'), exact: true }).click()
  await form.getByText(t('web.decision.next.submitted')).waitFor()
}

export async function sendBack({ page, t }: Visitor, reason: string): Promise<void> {
  await page.getByRole('button', { name: t('web.return.title'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('web.return.title') })
  await dialog.getByLabel(t('web.return.reason')).fill(reason)
  await dialog.getByRole('button', { name: t('web.return.button'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

export async function accept({ page, t }: Visitor, opinion: string): Promise<void> {
  const form = decision({ page, t })
  await form.getByLabel(t('web.accept.opinion')).fill(opinion)
  await form.getByRole('button', { name: t('web.accept.button'), exact: true }).click()
  await form.getByText(t('web.decision.next.closed')).waitFor()
}

/** Where a case's page says what may be done now. */
export function decision({ page, t }: Pick<Visitor, 'page' | 't'>): Locator {
  return page.getByRole('complementary', { name: t('web.case.decision') })
}
