import { text } from 'node:stream/consumers'
import { roles } from '../../domain/access/table.ts'
import { unitKinds } from '../../domain/people/model.ts'
import { addPerson, addUnit, erasePerson, resetPassword, unitsOf } from '../../domain/people/service.ts'
import { addToken } from '../../domain/tokens/service.ts'
import { accountStore } from '../../platform/auth/accounts.ts'
import { Problem } from '../../platform/problem.ts'
import { type Command, type CommandContext, choice, installationOptions, needed, option } from './command.ts'
import { withInstallation } from './with-installation.ts'

/** The password from stdin, or a random one that is printed once on stdout. */
async function passwordFor(
  context: CommandContext,
  random: () => string,
): Promise<{ password: string; isShown: boolean }> {
  if (!context.given.options.has('password-stdin')) return { password: random(), isShown: true }
  return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), isShown: false }
}

export const unitAdd: Command = {
  name: 'unit add',
  key: 'unit-add',
  operands: '',
  takes: [0, 0],
  options: [{ name: 'name', value: 'NAME' }, { name: 'kind', value: unitKinds.join('|') }, ...installationOptions],
  required: ['name'],
  run(context) {
    const kind = choice(context.given, 'kind', unitKinds, 'department')
    const name = needed(context.given, 'name')
    return withInstallation(context, async ({ installation, principal, act }) => {
      context.print(JSON.stringify(await addUnit(installation.foundation, principal, act(), { name, kind })))
      return 0
    })
  },
}

export const userAdd: Command = {
  name: 'user add',
  key: 'user-add',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'name', value: 'NAME' },
    { name: 'role', value: roles.join('|') },
    { name: 'sign-in', value: 'NAME' },
    { name: 'unit', value: 'NAME' },
    { name: 'phone', value: 'NUMBER' },
    { name: 'password-stdin' },
    ...installationOptions,
  ],
  required: ['name', 'role'],
  run(context) {
    const { given } = context
    const role = choice(given, 'role', roles, 'analyst')
    const name = needed(given, 'name')
    const signInName = option(given, 'sign-in') ?? name
    return withInstallation(context, async ({ installation, principal, act }) => {
      const { foundation, auth } = installation
      const { password, isShown } = await passwordFor(context, () =>
        foundation.randomness.bytes(12).toString('base64url'),
      )
      const unitName = option(given, 'unit')
      const unit = (await unitsOf(foundation.db, principal.countyId)).find((one) => one.name === unitName)
      if (unitName !== undefined && unit === undefined) {
        throw new Problem('target-unknown', { params: { what: 'unit', id: unitName } })
      }
      const wanted = { name, roles: [role], unitId: unit?.id ?? null, signInName, password }
      const added = await addPerson(foundation, auth.passwords, principal, act(), wanted)
      const phone = option(given, 'phone')
      if (phone !== undefined) {
        const at = foundation.clocks.domain.now()
        await foundation.vault.setContact(principal.countyId, added.id, { phone }, at)
      }
      context.print(JSON.stringify({ id: added.id, signInName, ...(isShown ? { password } : {}) }))
      return 0
    })
  },
}

export const userReset: Command = {
  name: 'user reset',
  key: 'user-reset',
  operands: 'SIGN-IN-NAME',
  takes: [1, 1],
  options: [{ name: 'password-stdin' }, ...installationOptions],
  run(context) {
    const [signInName = ''] = context.given.words
    return withInstallation(context, async ({ installation }) => {
      const { foundation, auth } = installation
      const { password, isShown } = await passwordFor(context, () =>
        foundation.randomness.bytes(12).toString('base64url'),
      )
      await resetPassword(foundation, auth.passwords, signInName, password)
      const account = await accountStore(foundation.db).find(signInName)
      if (account !== null) await auth.sessions.endAllOf(account.countyId, account.personId)
      context.print(JSON.stringify({ signInName, ...(isShown ? { password } : {}) }))
      return 0
    })
  },
}

export const userErase: Command = {
  name: 'user erase',
  key: 'user-erase',
  operands: 'SIGN-IN-NAME',
  takes: [1, 1],
  options: installationOptions,
  run(context) {
    const [signInName = ''] = context.given.words
    return withInstallation(context, async ({ installation, principal, act }) => {
      const account = await accountStore(installation.foundation.db).find(signInName)
      if (account === null) throw new Problem('target-unknown', { params: { what: 'person', id: signInName } })
      context.print(JSON.stringify(await erasePerson(installation.foundation, principal, act(), account.personId)))
      return 0
    })
  },
}

export const tokenAdd: Command = {
  name: 'token add',
  key: 'token-add',
  operands: '',
  takes: [0, 0],
  options: [{ name: 'role', value: roles.join('|') }, { name: 'name', value: 'NAME' }, ...installationOptions],
  required: ['role'],
  run(context) {
    const role = choice(context.given, 'role', roles, 'analyst')
    const name = option(context.given, 'name') ?? role
    return withInstallation(context, async ({ installation, principal, act }) => {
      const { token } = await addToken(installation.foundation, principal, act(), { name, role })
      context.print(token ?? '')
      return 0
    })
  },
}
