import { drawLine, type Line, type LineNode } from '../web/line.ts'
import { paths } from '../web/paths.ts'
import type { Text } from '../catalogue/definition.ts'
import type { Translate } from '../web/texts.ts'
import { nextStation, type Station } from './journey.ts'
import type { Work } from './work.ts'

export interface Speaker {
  t: Translate
  text: (text: Text) => string
}

function stationPath(draftId: string, { id, group }: Pick<Station, 'id' | 'group'>): string {
  switch (id) {
    case 'questions': return paths.draftQuestions(draftId)
    case 'known': return paths.draftKnown(draftId)
    case 'section': return group ? paths.draftSection(draftId, group.id) : paths.draftQuestions(draftId)
    case 'materials': return paths.draftMaterials(draftId)
    case 'check': return paths.draftCheck(draftId)
  }
}

const stationName = ({ id, group }: Pick<Station, 'id' | 'group'>, { t, text }: Speaker): string => (group ? text(group.name) : t(`drafts:station.${id}`))

const isSame = (a: Pick<Station, 'id' | 'group'>, b: Pick<Station, 'id' | 'group'>): boolean => a.id === b.id && a.group?.id === b.group?.id

/** More stations than this don't fit over a page: the sections then share one. */
const mostSteps = 8

/** The stations over a page of the form: where one is on the way. */
export function stepsOf({ draft, stations }: Work, here: Pick<Station, 'id' | 'group'>, speaker: Speaker) {
  const at = stations.findIndex(station => isSame(station, here))
  const step = (station: Station, name = stationName(station, speaker), isHere = isSame(station, here), isDone = station.isDone) => ({
    label: name,
    state: isHere ? 'current' : isDone ? 'done' : station.missing > 0 && stations.indexOf(station) < at ? 'problem' : 'open',
    href: station.mayVisit ? stationPath(draft.id, station) : undefined,
  })
  if (stations.length <= mostSteps) return stations.map(station => step(station))
  const sections = stations.filter(({ id }) => id === 'section')
  const first = sections.find(({ isDone }) => !isDone) ?? (sections[0] as Station)
  return stations.flatMap(station => {
    if (station.id !== 'section') return [step(station)]
    return station === sections[0] ? [step(first, speaker.t('drafts:station.section'), here.id === 'section', sections.every(({ isDone }) => isDone))] : []
  })
}

/** Which of how many sections this is. */
export function partOf({ stations }: Work, groupId: string): { part: number; parts: number } {
  const sections = stations.filter(({ id }) => id === 'section')
  return { part: sections.findIndex(({ group }) => group?.id === groupId) + 1, parts: sections.length }
}

/** The whole way as a line, from the first question to the signature. */
export function journeyLine({ draft, stations }: Work, speaker: Speaker): Line {
  const next = nextStation(stations)
  return drawLine(stations.map((station, index): LineNode & { word: string } => {
    const isNext = station === next
    const before = stations[index - 1]
    return {
      id: keyOf(station),
      label: stationName(station, speaker),
      ...(station.group ? {} : { sub: speaker.t(`drafts:stationSub.${station.id}`) }),
      state: station.isDone ? 'done' : isNext ? 'running' : station.mayVisit ? 'planned' : 'waiting',
      word: station.isDone ? speaker.t('drafts:stationState.done') : isNext ? speaker.t('drafts:stationState.next') : speaker.t('drafts:stationState.later'),
      after: before ? [keyOf(before)] : [],
      href: station.mayVisit ? stationPath(draft.id, station) : undefined,
      notes: noteOf(station).map(key => speaker.t(key, { count: station.missing })),
    }
  }))
}

function noteOf({ id, isDone, missing }: Station): string[] {
  if (id === 'check') return []
  return missing > 0 ? ['drafts:stationMissing'] : id === 'section' && !isDone ? ['drafts:stationReady'] : []
}

const keyOf = ({ id, group }: Station): string => (group ? `section-${group.id}` : id)

export const nextPath = ({ draft, stations }: Work, here?: Pick<Station, 'id' | 'group'>): string => stationPath(draft.id, nextStation(stations, here))
