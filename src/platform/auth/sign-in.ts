import type { Clock } from '../clock.ts'
import { Problem } from '../problem.ts'
import type { Account, AccountStore } from './accounts.ts'
import { type AddressLimit, createAddressLimit } from './address-limit.ts'
import { attempt, defaultLockout, type LockoutSettings, type LockState, unlocked } from './lockout.ts'
import type { Passwords } from './passwords.ts'

export interface SignInParts {
  accounts: Pick<AccountStore, 'find' | 'changeLock' | 'replaceHash'>
  passwords: Passwords
  wall: Clock
  addresses?: AddressLimit
  lockout?: LockoutSettings
}

export interface SignIn {
  /**
   * The account that name and password open. Starts no session: whether its person may come in is not known here.
   * @throws Problem `sign-in-failed` (the same for a wrong name and a wrong password),
   *   `sign-in-locked` with `seconds` to wait (the same for a name that nobody has)
   */
  check(attempted: { signInName: string; password: string; address: string }): Promise<Account>
}

/** Names that nobody has are slowed down and locked like real ones; so many of them are remembered. */
const strangersRemembered = 10_000

export function createSignIn(parts: SignInParts): SignIn {
  const lockout = parts.lockout ?? defaultLockout
  const addresses = parts.addresses ?? createAddressLimit()
  const strangers = new Map<string, LockState>()

  async function countAhead(signInName: string, now: number): Promise<void> {
    let waitMs = 0
    const count = (state: LockState): LockState | null => {
      const outcome = attempt(state, now, lockout)
      if (outcome.ok) return outcome.next
      waitMs = outcome.waitMs
      return null
    }
    if (!(await parts.accounts.changeLock(signInName, count))) {
      const next = count(strangers.get(signInName) ?? unlocked)
      if (next !== null) remember(signInName, next)
    }
    if (waitMs > 0) throw locked(waitMs)
  }

  function remember(signInName: string, state: LockState): void {
    strangers.delete(signInName)
    strangers.set(signInName, state)
    if (strangers.size <= strangersRemembered) return
    for (const longestKnown of strangers.keys()) {
      strangers.delete(longestKnown)
      break
    }
  }

  return {
    async check({ signInName, password, address }) {
      const now = parts.wall.now()
      const admitted = addresses.take(address, now)
      if (!admitted.ok) throw locked(admitted.waitMs)
      await countAhead(signInName, now)
      const account = await parts.accounts.find(signInName)
      const right = await parts.passwords.verify(password, account?.passwordHash ?? null)
      if (account === null || !right) throw new Problem('sign-in-failed')
      addresses.giveBack(address, now)
      await parts.accounts.changeLock(signInName, () => unlocked)
      if (parts.passwords.isOutdated(account.passwordHash)) {
        await parts.accounts.replaceHash(account.countyId, account.personId, await parts.passwords.hash(password))
      }
      return account
    },
  }
}

function locked(waitMs: number): Problem {
  return new Problem('sign-in-locked', { params: { seconds: Math.ceil(waitMs / 1000) } })
}
