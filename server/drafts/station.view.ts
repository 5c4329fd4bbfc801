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

export function stationPath(draftId: string, { id, group }: Pick<Station, 'id' | 'group'>): string {
  switch (id) {
    case 'questions': return paths.draftQuestions(draftId)
    case 'known': return paths.draftKnown(draftId)
    case 'section': return group ? paths.draftSection(draftId, group.id) : paths.draftQuestions(draftId)
    case 'materials': return paths.draftMaterials(draftId)
    case 'check': return paths.draftCheck(draftId)
  }
}

export const stationName = ({ id, group }: Pick<Station, 'id' | 'group'>, { t, text }: Speaker): string => (group ? text(group.name) : t(`drafts:station.${id}`))

const isSame = (a: Pick<Station, 'id' | 'group'>, b: Pick<Station, 'id' | 'group'>): boolean => a.id === b.id && a.group?.id === b.group?.id

/** The stations over a page of the form: where one is on the way. */
export const stepsOf = ({ draft, stations }: Work, here: Pick<Station, 'id' | 'group'>, speaker: Speaker) =>
  stations.map(station => ({
    label: stationName(station, speaker),
    state: isSame(station, here) ? 'current' : station.isDone ? 'done' : station.missing > 0 && isBehind(stations, station, here) ? 'problem' : 'open',
    href: station.mayVisit ? stationPath(draft.id, station) : undefined,
  }))

const isBehind = (stations: readonly Station[], station: Station, here: Pick<Station, 'id' | 'group'>): boolean =>
  stations.indexOf(station) < stations.findIndex(one => isSame(one, here))

/** The whole way as a line, from the first question to the signature. */
export function journeyLine({ draft, stations }: Work, speaker: Speaker): Line {
  const next = nextStation(stations)
  return drawLine(stations.map((station, index): LineNode & { word: string } => {
    const isNext = station === next
    const before = stations[index - 1]
    return {
      id: keyOf(station),
      label: stationName(station, speaker),
      sub: speaker.t(`drafts:stationSub.${station.id}`),
      state: station.isDone ? 'done' : isNext ? 'running' : station.mayVisit ? 'planned' : 'waiting',
      word: station.isDone ? speaker.t('drafts:stationState.done') : isNext ? speaker.t('drafts:stationState.next') : speaker.t('drafts:stationState.later'),
      after: before ? [keyOf(before)] : [],
      href: station.mayVisit ? stationPath(draft.id, station) : undefined,
      notes: station.id !== 'check' && station.missing > 0 ? [speaker.t('drafts:stationMissing', { count: station.missing })] : [],
    }
  }))
}

const keyOf = ({ id, group }: Station): string => (group ? `section-${group.id}` : id)

export const nextPath = ({ draft, stations }: Work, here?: Pick<Station, 'id' | 'group'>): string => stationPath(draft.id, nextStation(stations, here))
