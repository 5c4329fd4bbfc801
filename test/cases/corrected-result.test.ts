import { agreed, decided } from '../../server/cases/decision-acts.ts'
import { resultCorrected } from '../../server/cases/follow-up-acts.ts'
import { accepted } from '../../server/cases/intake-acts.ts'
import { aDefinition } from '../support/cases.ts'
import { Story } from '../support/story.ts'

// A household registration gives a number that the insurance and the card work with, and the school does not.
const needs = [{ field: 'household.number', basis: '办法', required: true, when: [] }]
const definition = () => ({
  ...aDefinition({ household: [], insurance: ['household'], card: ['household'], school: ['household'] }, {
    household: { result: { name: { zh: '户口簿', en: 'Register' }, fields: ['household.number'], certificate: true } },
    insurance: { fields: needs }, card: { fields: needs, signOff: [{ by: 'head' as const, basis: '内部' }] },
  }),
  fields: { 'household.number': { id: 'household.number', name: { zh: '户号', en: 'Number' }, type: 'text' as const, personal: 'none' as const } },
})
const accept = (story: Story, day: string, code: string) => story.on(day, (dossier, act) => accepted(dossier, story.task(code), { materials: [] }, act))
const approve = (story: Story, day: string, code: string, number?: string) =>
  story.on(day, (dossier, act) => decided(dossier, story.task(code), { outcome: 'approve', result: { fields: number ? { 'household.number': number } : {} } }, act))
const correct = (story: Story, day: string, number: string) =>
  story.on(day, (dossier, act) => resultCorrected(dossier, story.task('household'), { reason: '录入错误', result: { fields: { 'household.number': number } } }, act), { actorId: 'head', actorRole: 'head' })
const told = (story: Story) => story.events.filter(({ type }) => type === 'task.inputCorrected').map(({ taskId }) => story.dossier.tasks.find(({ id }) => id === taskId)?.itemCode)

test('whoever works with a corrected result is told, decided or not; what was proposed on it is looked at again', () => {
  const story = approve(accept(new Story(definition()), '2026-03-02', 'household'), '2026-03-02', 'household', 'A1')
  approve(accept(story, '2026-03-03', 'insurance'), '2026-03-03', 'insurance')
  approve(accept(accept(story, '2026-03-03', 'school'), '2026-03-03', 'card'), '2026-03-03', 'card')
  expect(story.dossier.tasks.map(({ itemCode, status }) => [itemCode, status])).toEqual([['household', 'approved'], ['insurance', 'approved'], ['card', 'approving'], ['school', 'accepted']])
  correct(story, '2026-03-04', 'A2')
  expect(told(story)).toEqual(['insurance', 'card'])
  expect(story.dossier.tasks.map(({ itemCode, status }) => [itemCode, status])).toEqual([['household', 'approved'], ['insurance', 'approved'], ['card', 'accepted'], ['school', 'accepted']])
  expect(() => story.on('2026-03-04', (dossier, act) => agreed(dossier, story.task('card'), act), { actorId: 'head', actorRole: 'head' })).toThrow('task.notAllowed')
})

test('what has not begun is told nothing: it begins with what is right', () => {
  const story = approve(accept(new Story({ ...definition(), bundle: { ...definition().bundle, items: definition().bundle.items.map(one => (one.item === 'insurance' ? { ...one, after: ['school'] } : one)) } }), '2026-03-02', 'household'), '2026-03-02', 'household', 'A1')
  correct(story, '2026-03-03', 'A2')
  expect(told(story)).toEqual(['card'])
})
