import fc from 'fast-check'
import { openDeficiencies, type Dossier } from '../../server/cases/case.ts'
import { answered, withdrawnWhole } from '../../server/cases/applicant-acts.ts'
import { accepted, approved, claimed, notAccepted, refused, supplementRequested } from '../../server/cases/officer-acts.ts'
import { availableActions, isFinal, type TaskAction } from '../../server/cases/lifecycle.ts'
import { Conflict } from '../../server/errors.ts'
import { aDefinition, aDossier, after, anAct, statuses, taskFor } from '../support/cases.ts'

const act = anAct()
const birth = () => aDossier(aDefinition({ certificate: [], household: ['certificate'], insurance: ['household'], vaccination: ['certificate'], register: [] }))

const accept = (dossier: Dossier, code: string) => after(dossier, accepted(dossier, taskFor(dossier, code).id, act))
const approve = (dossier: Dossier, code: string) => after(dossier, approved(dossier, taskFor(dossier, code).id, { fields: {} }, act))
const refuse = (dossier: Dossier, code: string) => after(dossier, refused(dossier, taskFor(dossier, code).id, '材料与记录不符', act))

test('what waits for nobody is received at once, the rest waits', () => {
  expect(statuses(birth())).toEqual({ certificate: 'received', household: 'waiting', insurance: 'waiting', vaccination: 'waiting', register: 'received' })
})

test('a success opens exactly those that waited for it', () => {
  const dossier = approve(accept(birth(), 'certificate'), 'certificate')
  expect(statuses(dossier)).toEqual({ certificate: 'approved', household: 'received', insurance: 'waiting', vaccination: 'received', register: 'received' })
  expect(taskFor(dossier, 'household').receivedAt).toBe(act.at)
})

test('a failure lapses everything that waited for it, through any number of steps, and nothing else', () => {
  const dossier = refuse(accept(birth(), 'certificate'), 'certificate')
  expect(statuses(dossier)).toEqual({ certificate: 'refused', household: 'lapsed', insurance: 'lapsed', vaccination: 'lapsed', register: 'received' })
  expect(dossier.theCase.status).toBe('running')
})

test('the last decision concludes the case', () => {
  const refusedFirst = refuse(accept(birth(), 'certificate'), 'certificate')
  const change = approved(accept(refusedFirst, 'register'), taskFor(refusedFirst, 'register').id, { fields: {} }, act)
  expect(change.theCase).toMatchObject({ status: 'concluded', concludedAt: act.at })
  expect(change.events.map(({ type }) => type)).toEqual(['task.approved', 'case.concluded'])
})

test('declining to accept is a failure as well', () => {
  const dossier = birth()
  expect(statuses(after(dossier, notAccepted(dossier, taskFor(dossier, 'certificate').id, '不属于本机关职权', act)))).toMatchObject({ certificate: 'notAccepted', household: 'lapsed' })
})

test('acceptance starts the time for the decision', () => {
  expect(taskFor(birth(), 'register').dueOn).toBe('2026-03-09') // five working days to accept, from Monday 2 March
  expect(taskFor(accept(birth(), 'register'), 'register').dueOn).toBe('2026-03-05') // three promised
})

test('a colleague’s task can’t be claimed', () => {
  const dossier = birth()
  const { id } = taskFor(dossier, 'register')
  const taken = after(dossier, claimed(dossier, id, act))
  expect(() => claimed(taken, id, anAct({ actorId: 'another' }))).toThrow(Conflict)
  expect(() => claimed(taken, id, act)).not.toThrow()
})

test('one answer of the applicant meets what several departments asked for', () => {
  const start = birth()
  const shortcoming = { kind: 'field' as const, target: 'child.name', reason: '姓名用字不在规范汉字内' }
  const first = after(start, supplementRequested(start, taskFor(start, 'certificate').id, [shortcoming], act))
  const both = after(first, supplementRequested(first, taskFor(first, 'register').id, [shortcoming], act))
  expect(openDeficiencies(both)).toHaveLength(2)
  const replied = after(both, answered(both, { 'child.name': '王小明' }, act))
  expect(openDeficiencies(replied)).toEqual([])
  expect(statuses(replied)).toMatchObject({ certificate: 'received', register: 'received' })
  expect(replied.theCase.content.values['child.name']).toBe('王小明')
})

test('withdrawing ends what is not decided and keeps what was granted', () => {
  const dossier = approve(accept(birth(), 'register'), 'register')
  const withdrawn = after(dossier, withdrawnWhole(dossier, act))
  expect(statuses(withdrawn)).toEqual({ certificate: 'withdrawn', household: 'withdrawn', insurance: 'withdrawn', vaccination: 'withdrawn', register: 'approved' })
  expect(withdrawn.theCase.status).toBe('withdrawn')
  expect(() => withdrawnWhole(withdrawn, act)).toThrow(Conflict)
})

test('a result becomes a certificate where the item issues one', () => {
  const dossier = accept(aDossier(aDefinition({ card: [] }, { card: { result: { name: { zh: '社会保障卡', en: 'Card' }, fields: [], certificate: true, material: 'card' } } })), 'card')
  const { certificates } = approved(dossier, taskFor(dossier, 'card').id, { fields: { 'card.number': 'A1' } }, act)
  expect(certificates).toMatchObject([{ holderId: 'applicant', materialId: 'card', facts: { 'card.number': 'A1' }, status: 'valid' }])
})

// ── any history over any graph ──────────────────────────────────────────────────────────────────

const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 7 })
  .map(lists => Object.fromEntries(lists.map((list, index) => [`i${index}`, index === 0 ? [] : [...new Set(list.map(n => `i${n % index}`))]])))
const steps = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 })

const perform: Partial<Record<TaskAction, (dossier: Dossier, id: string) => Dossier>> = {
  accept: (dossier, id) => after(dossier, accepted(dossier, id, act)),
  declineToAccept: (dossier, id) => after(dossier, notAccepted(dossier, id, '理由', act)),
  requestSupplement: (dossier, id) => after(dossier, supplementRequested(dossier, id, [{ kind: 'field', target: 'a.b', reason: '理由' }], act)),
  approve: (dossier, id) => after(dossier, approved(dossier, id, { fields: {} }, act)),
  refuse: (dossier, id) => after(dossier, refused(dossier, id, '理由', act)),
  supplement: dossier => after(dossier, answered(dossier, {}, act)),
  withdraw: dossier => after(dossier, withdrawnWhole(dossier, act)),
}

function anyMove(dossier: Dossier, which: number, what: number): Dossier {
  const task = dossier.tasks[which % dossier.tasks.length]!
  const actions = [...availableActions(task.status, 'officer'), ...availableActions(task.status, 'applicant').filter(action => action !== 'withdraw' || what % 7 === 0)]
  const action = actions[what % Math.max(1, actions.length)]
  return (action && perform[action]?.(dossier, task.id)) ?? dossier
}

test('whatever happens in whatever order, a task never starts before what it waits for, and the case ends exactly when its tasks do', () => {
  fc.assert(fc.property(graphs, steps, (graph, moves) => {
    let dossier = aDossier(aDefinition(graph))
    for (const [which, what] of moves) dossier = anyMove(dossier, which, what)
    const status = statuses(dossier)
    for (const [code, waits] of Object.entries(graph)) {
      if (['received', 'accepted', 'approved', 'refused', 'supplementing', 'notAccepted'].includes(status[code]!)) expect(waits.map(one => status[one])).toEqual(waits.map(() => 'approved'))
    }
    expect(dossier.theCase.status === 'running').toBe(!dossier.tasks.every(task => isFinal(task.status)))
  }), { numRuns: 2000 })
})

test('every case can be brought to an end', () => {
  fc.assert(fc.property(graphs, steps, (graph, moves) => {
    let dossier = aDossier(aDefinition(graph))
    for (const [which, what] of moves) dossier = anyMove(dossier, which, what)
    for (let left = 200; dossier.theCase.status === 'running' && left > 0; left--) {
      const task = dossier.tasks.find(({ status }) => !isFinal(status) && status !== 'waiting')!
      const action = (['approve', 'accept', 'supplement'] as const).find(one => [...availableActions(task.status, 'officer'), ...availableActions(task.status, 'applicant')].includes(one))!
      dossier = perform[action]!(dossier, task.id)
    }
    expect(dossier.theCase.status).not.toBe('running')
  }), { numRuns: 500 })
})
