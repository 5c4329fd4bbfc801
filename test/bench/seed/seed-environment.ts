/** The surroundings of a town that is only measured: its keys are no secrets. What the real surroundings say goes before. */
export const seedEnvironment = (databaseUrl: string, filesFolder: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl, FILES_DIR: filesFolder, SESSION_SECRET: 'the bench keeps no secrets at all, truly', DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: '9'.repeat(64), INSECURE_HTTP: '1',
})
