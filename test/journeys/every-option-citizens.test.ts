import { Town } from './every-option-town.ts'
import { walkEveryOption } from './every-option-walk.ts'

let town: Town
beforeAll(async () => void (town = await Town.found()))
afterAll(() => town?.stop())

walkEveryOption(() => town, ({ audience }) => audience === 'individual')
