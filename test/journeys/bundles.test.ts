import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hasSucceeded } from '../../server/cases/lifecycle.ts'
import { paths } from '../../server/web/paths.ts'
import { portal, type Site } from '../support/portal.ts'
import { shown, Walk, type Choice } from './walk.ts'

const bundles = readdirSync(join(import.meta.dirname, '../../db/catalogue/bundles')).map(name => name.replace(/\.ya?ml$/, ''))

const choices: Choice[] = [
  { name: 'the first of every choice', answer: options => options[0] as string, takesOptional: false },
  { name: 'the last of every choice, with everything that may be added', answer: options => options.at(-1) as string, takesOptional: true },
]

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

/** A quarter of the bundles on their pages, in opposite ways by turns; every one in every option, without pages, stands in `every-option`. */
test.each(bundles.map((bundle, index) => ({ bundle, choice: choices[index % choices.length] as Choice })).filter((_, index) => index % 4 === 0))('$bundle goes from the guide to its results: $choice.name', async ({ bundle, choice }) => {
  const applicant = await anApplicant(bundle)
  const walk = await Walk.of(site, bundle, applicant)
  const number = await walk.file(choice)
  shown(await applicant.get(paths.case(number)))
  const { theCase, tasks } = await walk.decideAll(number)
  expect(tasks.filter(({ status }) => !hasSucceeded(status)).map(({ itemCode, status }) => `${itemCode}: ${status}`)).toEqual([])
  expect(theCase.status).toBe('concluded')
  await seeEverything(applicant.get.bind(applicant), number)
}, 60_000)

const anApplicant = async (bundle: string) => {
  const { audience } = (await Walk.of(site, bundle, site.visitor())).definition.bundle
  // Somebody of an office that decides nothing here: nobody may decide his own matter.
  if (audience === 'official') return site.officer({ department: 'archives', region: '330106000000', name: '陈小雨' })
  return audience === 'enterprise' && bundle !== 'enterprise-opening' ? site.company() : site.citizen()
}

/** What the applicant may look at once it is over: the case, its history, the receipt and each certificate. */
async function seeEverything(get: (path: string) => ReturnType<Awaited<ReturnType<typeof site.citizen>>['get']>, number: string): Promise<void> {
  for (const path of [paths.cases(), paths.case(number), paths.receipt(number), paths.history(number)]) shown(await get(path))
  const wallet = shown(await get(paths.certificates()))
  for (const { href } of wallet.links().filter(link => link.href.startsWith('/certificates/')).slice(0, 8)) shown(await get(href))
}
