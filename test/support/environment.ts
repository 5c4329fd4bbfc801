import type { Circus } from '@jest/types'
import { TestEnvironment } from 'jest-environment-node'

/** Node, and a test that fails says which page it saw last: its address, heading and problems. */
export default class extends TestEnvironment {
  handleTestEvent(event: Circus.Event): void {
    if (event.name === 'test_start') this.global.lastPage = undefined
    if (event.name !== 'test_fn_failure' || !(event.error instanceof Object)) return
    const page = this.global.lastPage as { describe(): string } | undefined
    const error = event.error as Error
    if (page && !error.message.includes(page.describe())) error.stack = `${error.stack ?? error.message}\n\n${page.describe()}`
  }
}
