import type { BundleDefinition } from './definition.ts'
import { asIs, askedIn, limitTerm, said, textTerm, yesNo, type Fact, type Thing, type Trait } from './fact.ts'

/** What is noticed of the bundle itself: what it says, asks and promises. */
export const noticedInBundle = (definition: BundleDefinition): Fact[] => [...wording(definition), ...questions(definition), ...coApplicants(definition), ...promises(definition)]

const of = (aspect: Thing | Trait, { bundle }: BundleDefinition, reader: Fact['reader'] = 'applicant') => ({ reader, aspect, key: '', name: bundle.title })

function wording(definition: BundleDefinition): Fact[] {
  const { bundle, departments } = definition
  return [
    ...said(of('title', definition), textTerm(bundle.title)),
    ...said(of('summary', definition), textTerm(bundle.summary)),
    ...said(of('actsFor', definition), textTerm(bundle.actsFor)),
    ...said(of('audience', definition), { word: `catalogue:difference.audience.${bundle.audience}` }),
    ...said(of('stage', definition), { word: bundle.stage === 'internal' ? 'catalogue:difference.stageInternal' : `guide:stage.${bundle.stage}` }),
    ...said(of('keywords', definition), bundle.keywords.length > 0 ? { texts: bundle.keywords.map(asIs) } : undefined),
    ...said(of('leadDepartment', definition), textTerm(departments[bundle.leadDepartment]?.name ?? asIs(bundle.leadDepartment))),
    ...said(of('intake', definition, 'clerk'), { word: `catalogue:difference.intake.${bundle.intake}` }),
  ]
}

function questions(definition: BundleDefinition): Fact[] {
  const { questions } = definition.bundle
  const order = { ...of('questionOrder', definition), order: questions.map(({ id }) => id) }
  return [
    { ...order, term: { texts: questions.map(({ name }) => name) } },
    ...questions.flatMap(({ id, name, hint, options, when, isCapacity }): Fact[] => {
      const about = { reader: 'applicant', key: id, name, of: [`question:${id}`] } as const
      return [
        { ...about, aspect: 'question', of: [], words: { options: { texts: options.map(({ zh, en }) => ({ zh, en })) } } },
        ...said({ ...about, aspect: 'questionName' }, textTerm(name)),
        ...said({ ...about, aspect: 'questionHint' }, textTerm(hint)),
        ...said({ ...about, aspect: 'capacity' }, yesNo(isCapacity)),
        ...said({ ...about, aspect: 'questionWhen', identity: when }, { cases: [{ when: askedIn(definition, when) }] }),
        ...options.flatMap(option => {
          const key = `${id}/${option.value}`
          return [
            ...said({ ...about, aspect: 'option', key, name: option, words: { question: { text: name } } }, textTerm(option)),
            ...said({ ...about, aspect: 'optionHint', key: `question ${key}`, name: option, of: [...about.of, `option:${key}`] }, textTerm(option.hint)),
            ...said({ ...about, aspect: 'optionBasis', key, name: option, of: [...about.of, `option:${key}`] }, option.basis === undefined ? undefined : { value: option.basis }),
          ]
        }),
        { ...about, aspect: 'optionOrder', key: `question ${id}`, order: options.map(({ value }) => value), term: { texts: options.map(({ zh, en }) => ({ zh, en })) } },
      ]
    }),
  ]
}

/** Whoever has to confirm, what he agrees to, and by which law. */
function coApplicants(definition: BundleDefinition): Fact[] {
  const { bundle, fields, groups } = definition
  const nameOf = (id: string) => fields[id]?.name ?? groups.find(group => group.id === id)?.name ?? asIs(id)
  return bundle.coApplicants.flatMap(({ id, name, identity, fullName, when, agreesTo, basis }): Fact[] => {
    const about = { reader: 'applicant', key: id, name, of: [`coApplicant:${id}`] } as const
    return [
      { ...about, aspect: 'coApplicant', of: [], term: { value: basis } },
      ...said({ ...about, aspect: 'coApplicantName' }, textTerm(name)),
      ...said({ ...about, aspect: 'coApplicantWhen', identity: when }, { cases: [{ when: askedIn(definition, when) }] }),
      ...said({ ...about, aspect: 'coApplicantFields', identity: [identity, fullName] }, { texts: [identity, fullName].map(nameOf) }),
      ...said({ ...about, aspect: 'coApplicantPart', identity: agreesTo.toSorted() }, { texts: agreesTo.map(nameOf) }),
    ]
  })
}

function promises(definition: BundleDefinition): Fact[] {
  const { bundle, items } = definition
  return [
    ...said(of('maxVisits', definition), { value: bundle.maxVisits }),
    ...bundle.exceptions.flatMap(({ item, basis, reason }): Fact[] => {
      const about = { reader: 'applicant', key: item, name: items[item]?.name ?? asIs(item) } as const
      return [
        { ...about, aspect: 'exception', words: { reason: { text: reason } }, term: { value: basis } },
        ...said({ ...about, aspect: 'exceptionReason', of: [`exception:${item}`] }, textTerm(reason)),
      ]
    }),
    ...said(of('promisedTotal', definition, 'limit'), limitTerm(bundle.promisedTotal)),
    ...said(of('answerLimit', definition, 'limit'), limitTerm(bundle.answerLimit)),
    ...said(of('retention', definition), bundle.retention && { value: bundle.retention.years }),
    // 行政许可法 第四十二条 第二款: what is accepted together is decided within one limit (`jointLimit`).
    ...(bundle.intake === 'unified' && bundle.items.length > 1 ? [of('joint', definition, 'limit')] : []),
  ]
}
