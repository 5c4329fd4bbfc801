import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import type { Read } from '../readings/record-reading.ts'
import type { StoredFile } from './file.store.ts'

/** Whether somebody may read a file: as its owner's side does, or as an office that needs it. */
export type FileAccess = boolean | NeededFile

export interface NeededFile {
  /** What is recorded before it is shown. */
  read: Read
  /** What shows who somebody is bears a mark that says for what it is looked at. */
  mark: { office: Text; caseNumber: string } | undefined
}

/** Whether the actor may read a file: each feature that shows files to somebody gives its own rule. */
export type FileReader = (ctx: Ctx, file: StoredFile) => FileAccess | Promise<FileAccess>

/** Whose matter the file was handed in for. */
export const ownsFile: FileReader = ({ actor }, { ownerId }) => actor.id === ownerId

/** The widest of several answers. */
export const widest = (answers: readonly FileAccess[]): FileAccess => answers.includes(true) || (answers.find(one => typeof one === 'object') ?? false)
