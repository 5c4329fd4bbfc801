import { shownDiagnostic } from '../catalogue/diagnostic-words.ts'
import type { Words } from '../catalogue/definition-words.ts'
import type { Diagnostic } from '../catalogue/diagnostic.ts'
import type { Problem } from '../web/form.ts'
import { controlAt } from './part.form.ts'
import type { Control, Part } from './part.ts'
import { plainFault } from './plain-fault.view.ts'

/** Faults in the shape of a part as problems of its form, each beside the box it is about. */
export function problemsOf(part: Part, diagnostics: readonly Diagnostic[], { t, text }: Words): Problem[] {
  return diagnostics.map(diagnostic => {
    const { path } = diagnostic.subject
    const control = controlAt(part, path)
    return { field: boxOf(control, path.join('.')), code: 'definitionFault', params: { problem: (plainFault(diagnostic, part, path, { t, text }) ?? shownDiagnostic(diagnostic, t, text)).problem } }
  })
}

/** A control of several boxes is missing as a whole: its first box says so. */
function boxOf(control: Control | undefined, at: string): string {
  if (!control) return at
  if (at !== control.name) return control.isWhole || control.kind === 'some' || control.kind === 'words' ? control.name : at
  if (control.kind === 'text' || control.kind === 'paragraph') return `${at}.zh`
  if (control.kind === 'limit') return `${at}.value`
  return control.kind === 'options' ? `${at}.0.zh` : at
}
