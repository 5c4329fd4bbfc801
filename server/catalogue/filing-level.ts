import type { BundleDefinition } from './definition.ts'

/** The region level that the place of filing must have, so that every item that goes by it finds its office. */
export const filingLevel = ({ bundle, items }: BundleDefinition): 'county' | 'township' =>
  bundle.items.some(({ item }) => {
    const service = items[item]
    return service?.competence.by === 'filing' && (service.level === 'township' || service.level === 'village')
  }) ? 'township' : 'county'
