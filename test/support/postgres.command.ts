import { spawnSync } from 'node:child_process'
import { startCluster } from './cluster.ts'

/**
 * `npm run test:postgres`: starts a private PostgreSQL cluster in a temporary folder, runs the tests
 * on it, and removes it again. Further arguments go to jest.
 */
let status = 1
try {
  const { url, stop } = await startCluster()
  try {
    const jest = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, TEST_POSTGRES: url } })
    status = jest.status ?? 1
  } finally {
    await stop()
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
}
process.exit(status)
