import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicFolder } from '../web/assets.ts'
import type { Language } from '../web/texts.ts'

/** The steps of the guide to the designer (`walkthrough:step.<name>`), each with how many sentences it has. */
const walkthroughSteps = {
  begin: 3, question: 3, reused: 3, item: 4, fields: 4, material: 3, second: 2, order: 2, fault: 3, proved: 2, agree: 3,
} as const
export type WalkthroughStep = keyof typeof walkthroughSteps

/** What the proof may say, and the words of the trade, as the guide explains them. */
export const findings = ['missing', 'days', 'overLaw', 'visits', 'circle', 'nothing', 'unasked', 'twice', 'noOffice', 'question', 'basis', 'unused'] as const
export const words = ['bundle', 'item', 'field', 'material', 'situation', 'after', 'proof', 'agreement', 'version'] as const

export interface ShownStep {
  name: string
  sentences: number[]
  /** Undefined until `npm run screenshots` has taken it. */
  picture: Picture | undefined
}

interface Picture {
  path: string
  width: number
  height: number
}

export const shownWalkthrough = (language: Language): ShownStep[] =>
  Object.entries(walkthroughSteps).map(([name, count]) => ({ name, sentences: Array.from({ length: count }, (_, index) => index + 1), picture: pictureOf(name, language) }))

export const pictureFile = (step: string, language: Language): string => `images/designer/${language}/${step}.png`

const known = new Map<string, Picture>()

/** A picture with its size, so that the page doesn't jump while it loads; it is drawn at two thirds of its pixels. */
function pictureOf(step: string, language: Language): Picture | undefined {
  const path = pictureFile(step, language)
  const file = join(publicFolder, path)
  if (!known.has(path) && existsSync(file)) {
    const png = readFileSync(file)
    known.set(path, { path, width: Math.round(png.readUInt32BE(16) / sharpness), height: Math.round(png.readUInt32BE(20) / sharpness) })
  }
  return known.get(path)
}

/** Pixels a picture has for each one it takes on the page. */
export const sharpness = 1.5
