import pg from 'pg'

/** Makes a database in which there is nothing, and returns its address. */
export async function emptyDatabase(cluster: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  await client.query(`create database ${name}`).finally(() => client.end())
  return `${cluster}/${name}`
}
