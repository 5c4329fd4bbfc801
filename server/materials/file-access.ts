import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import type { StoredFile } from './file.store.ts'

/** Whether somebody may read a file: as it is, or only with a mark that says for what he looks at it. */
export type FileAccess = boolean | { office: Text; caseNumber: string }

/** Whether the actor may read a file: each feature that shows files to somebody gives its own rule. */
export type FileReader = (ctx: Ctx, file: StoredFile) => FileAccess | Promise<FileAccess>

/** Whose matter the file was handed in for. */
export const ownsFile: FileReader = ({ actor }, { ownerId }) => actor.id === ownerId

/** The widest of several answers. */
export const widest = (answers: readonly FileAccess[]): FileAccess => answers.includes(true) || (answers.find(one => one !== false) ?? false)
