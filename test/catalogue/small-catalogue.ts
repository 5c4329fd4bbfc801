/** A small catalogue without a fault, one thing a line, so that a test can spoil a line and name it. */
export const good = `departments:
  - { id: civil-affairs, name: { zh: 民政, en: Civil affairs }, kind: government, offices: [county, township] }
registers:
  - { id: household, name: { zh: 户籍库, en: Household register }, department: civil-affairs }
groups:
  - { id: person, name: { zh: 申请人, en: You } }
fields:
  - { id: person.idNumber, name: { zh: 身份证号, en: ID number }, type: idNumber, account: idNumber }
  - { id: person.region, name: { zh: 户籍地, en: Region }, type: region, regionLevel: township, register: { id: household, by: person.idNumber } }
  - { id: person.children, name: { zh: 子女数, en: Children }, type: integer, min: 0, max: 20 }
  - { id: person.status, name: { zh: 婚况, en: Status }, type: choice, options: [{ value: single, zh: 未婚, en: single }, { value: married, zh: 已婚, en: married }] }
materials:
  - { id: register-book, name: { zh: 户口簿, en: Household book }, heldBy: civil-affairs, register: { id: household, by: person.idNumber } }
items:
  - code: check
    name: { zh: 核验, en: Check }
    department: civil-affairs
    level: township
    kind: confirmation
    handling: promised
    promisedLimit: { value: 2, unit: workingDay }
    competence: { by: field, field: person.region }
    fields:
      - { field: person.region, basis: 某法第一条 }
      - { field: person.status, basis: 某法第二条 }
      - { field: person.children, basis: 某法第三条, max: 9, when: [{ question: family, in: ["yes"] }] }
    materials:
      - { material: register-book, handling: sharedData, basis: 某法第四条 }
    result: { name: { zh: 核验结果, en: Result } }
  - code: grant
    name: { zh: 发放, en: Grant }
    department: civil-affairs
    level: county
    kind: benefit
    handling: promised
    promisedLimit: { value: 3, unit: workingDay }
    result: { name: { zh: 补贴, en: Grant } }
bundle:
  id: allowance
  title: { zh: 补贴一件事, en: Allowance }
  summary: { zh: 申请补贴, en: Apply for an allowance }
  audience: individual
  stage: care
  leadDepartment: civil-affairs
  decisionSections: [三.2]
  promisedTotal: { value: 5, unit: workingDay }
  maxVisits: 0
  questions:
    - { id: family, name: { zh: 是否有子女, en: Any children? }, options: [{ value: "yes", zh: 是, en: "Yes" }, { value: "no", zh: 否, en: "No" }] }
    - { id: many, name: { zh: 是否多子女, en: Many? }, when: [{ question: family, in: ["yes"] }], options: [{ value: "yes", zh: 是, en: "Yes" }, { value: "no", zh: 否, en: "No" }] }
  items:
    - { item: check }
    - { item: grant, after: [check], when: [{ question: many, in: ["yes"] }] }
`
