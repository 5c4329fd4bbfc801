/** Tests run as CommonJS through swc: packages that ship only as ES modules are transformed too. */
const esmOnly = ['kysely', 'file-type', 'strtok3', 'token-types', '@tokenizer', 'uint8array-extras', '@borewit', 'csrf-csrf', 'cheerio', 'ejs', '@scure', '@noble', 'openid-client', 'oauth4webapi', 'jose', '@opentelemetry/otlp-exporter-base']
export default {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  globalSetup: '<rootDir>/test/support/run-setup.ts',
  globalTeardown: '<rootDir>/test/support/run-teardown.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.c?(t|j)sx?$': ['@swc/jest', {
      jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  // Its exports name no file for require(): tests take it by its path.
  moduleNameMapper: { '^file-type$': '<rootDir>/node_modules/file-type/index.js' },
  extensionsToTreatAsEsm: [],
  maxWorkers: 2,
  // A worker that has grown is begun anew: collecting what a hundred portals left behind costs more than starting.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 30_000,
}
