/** Something that is not as it was written. `place`: the first entry that was altered, where that can be said. */
export interface Fault {
  thing: string
  place?: string
  problem: string
}

export const faultLine = ({ thing, place, problem }: Fault): string => `${thing}${place ? `, ${place}` : ''}: ${problem}`
