// initdb's superuser does one thing: it makes the account that owns the database. Everything else connects as that.
import pg from 'pg';

export const OWNER = 'patchbay';
export const DATABASE = 'patchbay';

/** Makes connection addresses of the owner, by database. */
export const ownerUrl =
  (port: number, password: string) =>
  (database: string): string =>
    `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

export interface OwnerQuestion {
  readonly port: number;
  readonly ownerPassword: string;
  readonly superuserPassword: string;
}

/** Makes the owner and its database where they are missing, as after a first start that was interrupted. */
export async function ensureOwner({ port, ownerPassword, superuserPassword }: OwnerQuestion): Promise<void> {
  if (await ownerWorks(port, ownerPassword)) return;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: superuserPassword,
    database: 'postgres',
  });
  await client.connect();
  try {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [OWNER]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    const password = client.escapeLiteral(ownerPassword);
    await client.query(`${verb} ROLE ${OWNER} LOGIN CREATEROLE CREATEDB NOSUPERUSER PASSWORD ${password}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  } finally {
    await client.end();
  }
}

async function ownerWorks(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: OWNER, password, database: DATABASE });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28P01: no such account or another password. 3D000: no such database.
    if (['28P01', '3D000'].includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
}
