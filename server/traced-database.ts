import type { KyselyPlugin, OperationNode, QueryId, RootOperationNode } from 'kysely'
import type { Db } from '../db/connect.ts'
import { inSpan, type Tracing } from './tracing.ts'

/** Commits and reads of this database are spans from now on. They name the table and no value, because no text of a statement is told. */
export function traceDatabase(db: Db, tracing: Tracing): void {
  const { commit, ask } = db
  const system = db.engine === 'postgres' ? 'postgresql' : 'sqlite'
  db.commit = set => inSpan(tracing, { name: 'commit', kind: 'client', facts: { 'db.system.name': system, 'db.operation.batch.size': set.length } }, () => commit(set))
  db.ask = async (compiled, values) => {
    const start = performance.now()
    const rows = await ask(compiled, values)
    tracing.read(/\bfrom "(\w+)"/.exec(compiled.on(db.engine).sql)?.[1] ?? 'several', (performance.now() - start) / 1000)
    return rows
  }
  db.read = db.read.withPlugin(timed(tracing))
}

function timed(tracing: Tracing): KyselyPlugin {
  const begun = new WeakMap<QueryId, { table: string; start: number }>()
  return {
    transformQuery({ node, queryId }) {
      begun.set(queryId, { table: tableOf(node), start: performance.now() })
      return node
    },
    transformResult({ result, queryId }) {
      const one = begun.get(queryId)
      if (one) tracing.read(one.table, (performance.now() - one.start) / 1000)
      return Promise.resolve(result)
    },
  }
}

function tableOf(node: RootOperationNode): string {
  const first = 'from' in node ? node.from?.froms[0] : undefined
  return nameOf(first) ?? 'several'
}

function nameOf(node: OperationNode | undefined): string | undefined {
  if (node?.kind === 'AliasNode') return nameOf((node as OperationNode & { node: OperationNode }).node)
  return node?.kind === 'TableNode' ? (node as OperationNode & { table: { identifier: { name: string } } }).table.identifier.name : undefined
}
