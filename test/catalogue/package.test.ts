import fc from 'fast-check'
import { readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { isError } from '../../server/catalogue/diagnostic.ts'
import { packageText, readPackage, type SignedPackage } from '../../server/catalogue/package.ts'
import { provePackage } from '../../server/catalogue/prove-package.ts'
import { definitionHash, nextVersion } from '../../server/catalogue/publish.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { createSigner } from '../../server/signing.ts'

const { catalogue, bundleIds } = shippedDefinitions()
const { regions } = readRegions(shippedFolder)
const signer = createSigner(Buffer.alloc(32, 9), '西湖市一件事')
const address = 'https://portal.test/bundles/x/proof?version=1'
const versionOf = (definition: BundleDefinition) => nextVersion([], definition, verify(definition, regions).proof, '2026-03-02T02:00:00.000Z')
const shipped = (id: string) => versionOf(resolve(catalogue, id)!)
const marriage = shipped('marriage')
const text = packageText(marriage, signer, address)
const bytes = Buffer.from(text)
const proved = (file: string | Buffer) => provePackage('package.yaml', Buffer.from(file), regions)
/** As an honest portal would sign it, had its key fallen into other hands. */
const signedAnew = (body: string, by = signer) => `# 一件事 package · ed25519 · ${by.fingerprint} · ${by.sign(Buffer.from(body)).toString('base64')}\n${body}`
const bodyOf = (file: string) => file.slice(file.indexOf('\n') + 1)

test.each(bundleIds)('%s: its package compiles by itself to the very definition, and is proved with the same result', id => {
  const version = shipped(id)
  const file = packageText(version, signer, address)
  const { catalogue: own, diagnostics } = compile([{ name: 'package.yaml', text: file }])
  expect(diagnostics).toEqual([])
  expect(definitionHash(resolve(own, id)!)).toBe(version.hash)
  const result = proved(file)
  expect({ ...result, signature: result.signature.kind }).toEqual({ file: 'package.yaml', signature: 'signed', bundleId: id, hash: version.hash, proof: version.proof, diagnostics: [] })
  expect(file.length).toBeLessThan(100_000)
})

test('it says in its first lines what it is, whose, and how it is checked, and is the same file each time', () => {
  expect(packageText(marriage, signer, address)).toBe(text)
  const header = text.slice(0, text.indexOf('\nbundle:\n'))
  for (const words of ['# bundle: marriage · 结婚一件事 · Getting married\n', '# version: 1\n', '# published: 2026-03-02T02:00:00.000Z\n', `# hash: ${marriage.hash}\n`, '# issuer: 西湖市一件事\n', `# public key: ${signer.publicKey}\n`, 'npm run bundles:verify -- marriage-1.yaml', 'openssl pkeyutl -verify']) expect(header).toContain(words)
  expect(readPackage(text)).toEqual<SignedPackage>({
    kind: 'signed', fingerprint: signer.fingerprint, publicKey: signer.publicKey, issuer: '西湖市一件事', bundle: 'marriage', version: '1', publishedAt: '2026-03-02T02:00:00.000Z',
    hash: marriage.hash, address, body: bodyOf(text),
  })
})

test('every change is told, wherever it is: a package that was touched is never taken for signed', () => {
  const change = fc.oneof(
    fc.record({ how: fc.constant('flip' as const), at: fc.nat(bytes.length - 1), bit: fc.nat(7) }),
    fc.record({ how: fc.constant('insert' as const), at: fc.nat(bytes.length), byte: fc.nat(255) }),
    fc.record({ how: fc.constant('delete' as const), at: fc.nat(bytes.length - 1) }),
  )
  // The first lines are where a change could be clever: half of the places lie there.
  const early = change.map(one => ({ ...one, at: one.at % 900 }))
  fc.assert(fc.property(fc.oneof(change, early), one => {
    const changed = one.how === 'flip' ? Buffer.from(bytes) : one.how === 'insert' ? Buffer.concat([bytes.subarray(0, one.at), Buffer.from([one.byte]), bytes.subarray(one.at)]) : Buffer.concat([bytes.subarray(0, one.at), bytes.subarray(one.at + 1)])
    if (one.how === 'flip') changed[one.at]! ^= 1 << one.bit
    expect(readPackage(changed).kind).not.toBe('signed')
    expect(readPackage(changed.toString()).kind).not.toBe('signed')
  }), { numRuns: 3000 })
})

test('every single byte of the first line and the header counts', () => {
  for (let at = 0; at < 900; at++) for (const bit of [0, 5]) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << bit
    if (readPackage(changed).kind === 'signed') throw new Error(`byte ${at}, bit ${bit}`)
  }
})

describe('hostile packages', () => {
  const other = packageText(shipped('legal-aid'), signer, address)
  const firstLine = (file: string) => file.slice(0, file.indexOf('\n') + 1)
  test.each<[string, string | Buffer, string]>([
    ['the signature of another file', firstLine(other) + bodyOf(text), 'signature'],
    ['something after its end', `${text}items: []\n`, 'signature'],
    ['line ends of another system', text.replaceAll('\n', '\r\n'), 'firstLine'],
    ['line ends of another system after the first line', firstLine(text) + bodyOf(text).replaceAll('\n', '\r\n'), 'header'],
    ['a mark before its beginning', `\uFEFF${text}`, 'firstLine'],
    ['a signature spelt otherwise', text.replace(/(.)==\n/, (_, letter: string) => `${String.fromCharCode(letter.charCodeAt(0) + 1)}==\n`), 'firstLine'],
    ['a nonsense key', text.replace(signer.publicKey, 'A'.repeat(60)), 'key'],
    ['a key that another file would have', text.replace(signer.publicKey, createSigner(Buffer.alloc(32, 1), 'x').publicKey), 'key'],
    ['a fingerprint that isn’t its key’s', text.replace(signer.fingerprint, 'f'.repeat(64)), 'key'],
    ['no key', signedAnew(bodyOf(text).replace(/# public key.*\n/, '')), 'header'],
    ['something else that the same key has signed', signedAnew('# checkpoint of the history\nseq: 3\n'), 'header'],
    ['something else with a header like it', signedAnew(`# a letter of the portal\n${bodyOf(text)}`), 'header'],
    ['an issuer that writes over the terminal', signedAnew(bodyOf(text).replace('issuer: 西湖市', 'issuer: \u001b[2J省')), 'header'],
    ['five megabytes', signedAnew(`${bodyOf(text)}${'# x\n'.repeat(1_250_000)}`), 'tooLarge'],
    ['no text', Buffer.concat([bytes.subarray(0, 400), Buffer.from([0xff, 0xfe]), bytes.subarray(400)]), 'notText'],
    ['half a letter', `${text}\uD800`, 'notText'],
  ])('%s', (_, file, why) => {
    const start = performance.now()
    expect(readPackage(file)).toEqual({ kind: 'broken', why })
    expect(performance.now() - start).toBeLessThan(3000)
  })

  test('without its first line, as with any other text, nobody has signed it; what it says still stands', () => {
    expect([readPackage(bodyOf(text)), readPackage(''), readPackage('bundle: 3')]).toEqual(Array.from({ length: 3 }, () => ({ kind: 'unsigned' })))
    expect(proved(bodyOf(text))).toMatchObject({ hash: marriage.hash, diagnostics: [] })
  })

  test('a title of several lines writes no line of its own into the header', () => {
    const { definition } = marriage
    const title = { zh: '结婚\n# issuer: 省政府\u2028# hash: 0', en: 'x\r# version: 99' }
    const file = packageText(versionOf({ ...definition, bundle: { ...definition.bundle, title } }), signer, address)
    expect(readPackage(file)).toMatchObject({ kind: 'signed', issuer: '西湖市一件事', version: '1' })
    expect(proved(file).diagnostics).toEqual([])
  })

  // Whoever has a key can sign anything: what a file claims is held against what is found.
  test.each<[string, (body: string) => string, string]>([
    ['another hash than the definition’s', body => body.replace(/# hash: ..../, '# hash: 0000'), 'packageHash'],
    ['another definition under the old hash', body => body.replace('结婚一件事, en', '离婚一件事, en'), 'packageHash'],
    ['fewer combinations', body => body.replace('combinations: 48', 'combinations: 480'), 'packageClaim'],
    ['a check there is none of', body => body.replace('checks: [ visits', 'checks: [ kindness, visits'), 'packageChecks'],
    ['a claim without numbers', body => body.replace(/proof:\n(.*\n)*/, 'proof: everything\n'), 'packageClaimless'],
  ])('one that its owner signed although it claims %s', (_, change, code) => {
    expect(proved(signedAnew(change(bodyOf(text)))).diagnostics.filter(isError).map(one => one.code)).toContain(code)
  })

  test('other regions than those of the issuer are told, and are no fault of the package', () => {
    const diagnostics = proved(signedAnew(bodyOf(text).replace(/regions: ..../, 'regions: 0000'))).diagnostics
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'packageRegions' }])
  })

  test('whatever is in it, proving never throws', () => {
    const lines = text.split('\n')
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(lines.length - 1), fc.oneof(fc.constant(''), fc.string(), fc.constant('proof: [')))), spoilt => {
      const file = [...lines]
      for (const [at, line] of spoilt) file[at] = line
      proved(file.join('\n'))
    }), { numRuns: 60 })
  })
})

describe('taken over by another portal', () => {
  const taken = (file: string, base = catalogue) => compile([{ name: 'package.yaml', text: file }], base)

  test('it is the same definition where its departments and registers are known', () => {
    const { catalogue: merged, diagnostics } = taken(text)
    expect(diagnostics).toEqual([])
    expect(definitionHash(resolve(merged, 'marriage')!)).toBe(marriage.hash)
  })

  test('a department that is described differently there counts as it is there, and that is said', () => {
    const { catalogue: merged, diagnostics } = taken(text.replace('zh: 民政, en', 'zh: 别处民政, en'))
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'heldHere', params: { id: 'civil-affairs' } }])
    expect(text.split('\n')[diagnostics[0]!.line! - 1]).toContain('id: civil-affairs')
    expect(merged.departments.get('civil-affairs')).toBe(catalogue.departments.get('civil-affairs'))
  })

  test('what is unknown there is told once each, by its name', () => {
    const elsewhere = { ...catalogue, departments: new Map([...catalogue.departments].filter(([id]) => id !== 'civil-affairs')), registers: new Map([...catalogue.registers].filter(([id]) => id !== 'marriage')) }
    const faults = taken(text, elsewhere).diagnostics.filter(isError)
    expect(faults.map(({ code, params }) => [code, params.id])).toEqual([['unknownHere.department', 'civil-affairs'], ['unknownHere.register', 'marriage']])
    expect(faults[0]?.params.name).toEqual({ zh: '民政', en: 'Civil Affairs' })
  })

  test('a mistyped one comes with the one that was probably meant, and one without shape with what is wrong', () => {
    expect(taken(text.replace('{ id: civil-affairs', '{ id: civil-afairs')).diagnostics.find(({ code }) => code === 'unknownHere.department')?.params).toMatchObject({ nearest: 'civil-affairs' })
    expect(taken('registers:\n  - { id: 7 }\n').diagnostics.map(({ code }) => code)).toEqual(['wrongType', 'missing', 'missing'])
  })
})

test('conditions on what only other bundles ask are listed; left out of the list they are faults again', () => {
  const file = bodyOf(packageText(shipped('legal-aid'), signer, address))
  expect(file).toContain('\nelsewhere: [ { question: kind, in: [ civil ] } ]\n')
  const codes = (one: string) => compile([{ name: 'package.yaml', text: one }]).diagnostics.map(({ code }) => code)
  expect([codes(file), codes(file.replace(/elsewhere:.*\n/, '')), codes(file.replace(/(\nelsewhere: .*in: )\[ civil \]/, '$1[]'))]).toEqual([[], ['unknown.question'], ['unknown.question', 'tooShort']])
})
