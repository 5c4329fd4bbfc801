import { sendAll } from '../../server/notify/send.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { paths } from '../../server/web/paths.ts'
import type { Permission } from '../../server/people/permissions.ts'
import { aPhoto } from '../drafts/support.ts'
import type { Agent } from '../support/agent.ts'
import { hostileTown, placesIn, type HostileTown } from '../support/hostile-town.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { routesOf } from '../support/route-table.ts'

/** Somebody of the same standing for whom the thing is none of his business: to him it does not exist. */
let town: HostileTown
let strangers: { citizen: Agent; company: Agent; officer: Agent; counter: Agent; supervisor: Agent }
const ids: Record<string, string[]> = {}

beforeAll(async () => {
  town = await hostileTown()
  const { site, agents } = town
  const owner = agents.get('citizen')!
  Object.assign(ids, town.ids)
  const [draft = ''] = ids.drafts as string[]
  await owner.post(paths.draftMaterial(draft, 'photo'), {}, { files: [['file', aPhoto()]] })
  await owner.post(paths.draftMaterial(draft, 'photo'), {}, { files: [['file.photo', aPhoto()]] })
  ids.files = (await site.db.read.selectFrom('file').select('id').execute()).map(({ id }) => id)
  await tellAll(site.ctx())
  await sendAll(site.ctx())
  ids.messages = (await site.db.read.selectFrom('message').select('id').where('person_id', '=', owner.id).execute()).map(({ id }) => id)
  const devices = await owner.get('/me/devices')
  ids.devices = devices.$('form[action^="/me/devices/"]').map((_, form) => devices.$(form).attr('action')?.split('/')[3] ?? '').get()
  strangers = {
    citizen: await site.signedIn(aCitizen({ username: 'another.one', name: '李四', idNumber: anIdNumber('19881111') })), company: await site.company(),
    officer: await site.as({ roles: ['officer', 'head'], office: 'transport@330102000000' }), counter: await site.as({ roles: ['counterOfficer'], office: 'service-centre@330102000000' }), supervisor: await site.as({ roles: ['supervisor'], region: '330102000000', username: 'supervisor.elsewhere' }),
  }
}, 120_000)

/** Whose business a thing of this permission could be, and who of the same kind has nothing to do with it. */
const others: Partial<Record<Permission, (keyof typeof strangers)[]>> = {
  'account.own': ['citizen'], 'draft.own': ['citizen', 'company', 'officer'], 'case.own': ['citizen', 'company', 'officer'], 'file.read': ['citizen', 'company', 'officer', 'counter'],
  'task.read': ['officer'], 'task.work': ['officer'], 'task.handOver': ['officer'], 'counter.serve': ['counter'], 'supervision.read': ['supervisor'], 'supervision.order': ['supervisor'],
}
test('there is something real to ask for', () => {
  for (const place of ['drafts', 'cases', 'tasks', 'files', 'messages', 'requests', 'devices']) expect([place, ids[place]?.length ?? 0]).not.toEqual([place, 0])
})

test('every id of somebody else’s is not there: not to be seen, changed or told from one that never was', async () => {
  const surprises: string[] = []
  let asked = 0
  for (const { route, permission } of routesOf(town.site.app)) {
    const [method = '', pattern = ''] = route.split(' ')
    const [place] = placesIn(route)
    if (place === undefined || place === 'bundles' || !ids[place] || !(permission in others)) continue
    for (const who of others[permission as Permission] ?? []) {
      const agent = strangers[who]
      for (const id of (ids[place] ?? []).slice(0, 1)) {
        const rest = placesIn(route).slice(1).map(one => ids[one]?.[0] ?? 'x')
        const at = (first: string) => { const all = [first, ...rest]; return pattern.replace(/:\w+/g, () => encodeURIComponent(all.shift() ?? 'x')) }
        const ask = (path: string) => (method === 'GET' ? agent.get(path, { follow: false }) : agent.post(path, {}, { follow: false }))
        const [real, never] = [await ask(at(id)), await ask(at(`${id.slice(0, -3)}${id.endsWith('zzz') ? 'yyy' : 'zzz'}`))]
        asked += 1
        // A redirect that looks at nothing tells nothing.
        const isSent = real.status === 303 && bare(real.location ?? '', id) === bare(never.location ?? '', id)
        if (real.status !== never.status || (![403, 404].includes(real.status) && !isSent)) surprises.push(`${who}: ${route} with ${id}: ${real.status}, where there is nothing ${never.status} ${real.location ?? ''}`)
        else if (bare(real.html, id) !== bare(never.html, id)) surprises.push(`${who}: ${route} with ${id}: the two pages differ: ${firstDifference(bare(real.html, id), bare(never.html, id))}`)
      }
    }
  }
  expect(asked).toBeGreaterThan(80)
  expect(surprises).toEqual([])
}, 120_000)

/** Without what differs from request to request. */
const bare = (html: string, id: string): string => html.replaceAll(id, '').replace(/[0-9a-f]{64}\.[0-9a-f]+|[\w-]{36,}|zzz|yyy/g, '').replaceAll(id.slice(0, -3), '')

function firstDifference(one: string, other: string): string {
  const at = [...one].findIndex((letter, index) => letter !== other[index])
  return `${one.slice(Math.max(0, at - 60), at + 60)} ↔ ${other.slice(Math.max(0, at - 60), at + 60)}`
}
