import type { Kysely, Transaction } from 'kysely'
import type { Clocks } from './clock.ts'
import type { WeikeTables } from './db/tables.ts'
import type { FileStore } from './files.ts'
import type { Translator } from './i18n.ts'
import type { IdMaker, Randomness } from './identity.ts'
import type { InstallationKeys } from './keys.ts'
import type { Vault } from './personal/vault.ts'

/** What every room stands on; composed once in app/ and passed in. */
export interface Foundation {
  db: Kysely<WeikeTables>
  clocks: Clocks
  ids: IdMaker
  randomness: Randomness
  vault: Vault
  files: FileStore
  keys: InstallationKeys
  /** The words of both languages. */
  words: Translator
}

/** The database, or a transaction of it: what a store's functions take. */
export type Db = Kysely<WeikeTables> | Transaction<WeikeTables>
