import { describeCutOffLoads } from './setup/cut-off-loads.ts'

describeCutOffLoads('embedded')
