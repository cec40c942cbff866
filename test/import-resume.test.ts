import { describeCutOffLoads } from './setup/cut-off-loads.ts'
import { kindsOfLongChains } from './setup/fresh-database.ts'

for (const kind of kindsOfLongChains) describeCutOffLoads(kind)
