// What PostgreSQL itself refuses, whatever the code above forgets: rows of another workspace, tables of another role.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/index.ts';
import { openDatabase, openEnginePool, type Database } from './index.ts';

const own = randomUUID();
const other = randomUUID();
const hookKey = 'hook-key-of-128-random-bits';
const keyHash = Buffer.alloc(32, 7);
let db: TestDatabase;
let app: Database;
let engine: pg.Pool;

beforeAll(async () => {
  db = await testDatabase();
  app = openDatabase({ url: db.url, role: 'app', max: 4 });
  engine = openEnginePool({ url: db.url, max: 2 });
  for (const [id, user] of [
    [own, 'ada'],
    [other, 'bob'],
  ] as const) {
    await app.inWorkspace(id, async (tx) => {
      await tx.workspace.create({ data: { id, name: user } });
      await tx.member.create({ data: { workspaceId: id, userId: user, role: 'owner' } });
      await tx.environment.create({ data: { id: randomUUID(), workspaceId: id, name: 'production' } });
    });
  }
  await app.inWorkspace(own, async (tx) => {
    const flowId = randomUUID();
    await tx.apiKey.create({
      data: {
        id: randomUUID(),
        workspaceId: own,
        name: 'k',
        role: 'viewer',
        prefix: 'pb_',
        hash: keyHash,
        createdBy: 'ada',
      },
    });
    await tx.deployment.create({
      data: {
        id: randomUUID(),
        workspaceId: own,
        environmentId: randomUUID(),
        flowId,
        versionId: randomUUID(),
        status: 'active',
        hookKey,
      },
    });
  });
});

afterAll(async () => {
  await app.close();
  await engine.end();
  await db[Symbol.asyncDispose]();
});

describe('inWorkspace', () => {
  test('sees its own rows only', async () => {
    const members = await app.inWorkspace(own, (tx) => tx.member.findMany());
    expect(members.map((member) => member.userId)).toEqual(['ada']);
    expect(await app.inWorkspace(own, (tx) => tx.workspace.count())).toBe(1);
  });

  test('refuses to write a row of another workspace', async () => {
    const data = { id: randomUUID(), workspaceId: other, name: 'stolen' };
    await expect(app.inWorkspace(own, (tx) => tx.environment.create({ data }))).rejects.toThrow(/row-level security/);
    const moved = app.inWorkspace(own, (tx) => tx.environment.updateMany({ data: { workspaceId: other } }));
    await expect(moved).rejects.toThrow(/row-level security/);
    const theirs = await app.inWorkspace(own, (tx) =>
      tx.environment.updateMany({ where: { workspaceId: other }, data: { name: 'taken' } }),
    );
    expect(theirs.count).toBe(0);
  });

  test('leaves nothing of its workspace to the next transaction of the same connection', async () => {
    const single = openDatabase({ url: db.url, role: 'app', max: 1 });
    try {
      await single.inWorkspace(own, (tx) => tx.workspace.count());
      expect(await single.outsideWorkspaces((tx) => tx.workspace.count())).toBe(0);
    } finally {
      await single.close();
    }
  });

  test('keeps nothing of a transaction that throws', async () => {
    const failed = app.inWorkspace(own, async (tx) => {
      await tx.environment.create({ data: { id: randomUUID(), workspaceId: own, name: 'half' } });
      throw new Error('after the write');
    });
    await expect(failed).rejects.toThrow('after the write');
    expect(await app.inWorkspace(own, (tx) => tx.environment.count({ where: { name: 'half' } }))).toBe(0);
  });
});

describe('withProof', () => {
  test('finds a deployment by its webhook key and lists nothing else', async () => {
    const found = await app.withProof({ hookKey }, (tx) => tx.deployment.findMany());
    expect(found.map((deployment) => deployment.workspaceId)).toEqual([own]);
    expect(await app.withProof({ hookKey: 'guess' }, (tx) => tx.deployment.findMany())).toEqual([]);
    expect(await app.withProof({ hookKey }, (tx) => tx.apiKey.count())).toBe(0);
  });

  test('finds an API key by its hash', async () => {
    const found = await app.withProof({ apiKeyHash: keyHash }, (tx) => tx.apiKey.findMany());
    expect(found.map((key) => key.workspaceId)).toEqual([own]);
    expect(await app.withProof({ apiKeyHash: Buffer.alloc(32) }, (tx) => tx.apiKey.count())).toBe(0);
  });

  test('finds the workspaces of a user, and does not let them be changed', async () => {
    const found = await app.withProof({ userId: 'bob' }, (tx) => tx.workspace.findMany({ include: { members: true } }));
    expect(found.map((workspace) => workspace.id)).toEqual([other]);
    const changed = await app.withProof({ userId: 'bob' }, (tx) =>
      tx.member.updateMany({ where: { userId: 'bob' }, data: { role: 'viewer' } }),
    );
    expect(changed.count).toBe(0);
  });
});

describe('roles', () => {
  const forbidden: [role: string, statement: string][] = [
    ['app', `INSERT INTO run (id, workspace_id) VALUES (gen_random_uuid(), gen_random_uuid())`],
    ['app', `UPDATE run SET status = 3`],
    ['app', `UPDATE audit_entry SET action = 'x'`],
    ['app', `DELETE FROM audit_entry`],
    ['app', `UPDATE flow_version SET document = 'x'`],
    ['app', `UPDATE install_setting SET value = 'x'`],
    ['app', `SELECT * FROM _prisma_migrations`],
    ['app', `CREATE TABLE mine (id int)`],
    ['engine', `SELECT * FROM api_key`],
    ['engine', `SELECT * FROM member`],
    ['engine', `SELECT * FROM audit_entry`],
    ['engine', `SELECT * FROM start_token`],
    ['engine', `SELECT draft FROM flow`],
    ['engine', `UPDATE credential SET sealed = ''`],
    ['engine', `UPDATE deployment SET version_id = gen_random_uuid()`],
    ['engine', `CREATE TABLE mine (id int)`],
  ];
  test.each(forbidden)('%s may not: %s', async (role, statement) => {
    const attempt =
      role === 'app' ? app.inWorkspace(own, (tx) => tx.$executeRawUnsafe(statement)) : engine.query(statement);
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  test('the engine sees the deployments and runs of every workspace', async () => {
    const { rows } = await engine.query('SELECT workspace_id FROM deployment');
    expect(rows).toEqual([{ workspace_id: own }]);
    await engine.query('SELECT 1 FROM run, checkpoint, effect_step, event, event_key, dead_letter, worker_session');
  });

  test('nobody connects as superuser, and the sessions have the role they asked for', async () => {
    const { rows } = await engine.query(`SELECT current_user AS role, current_setting('is_superuser') AS superuser`);
    expect(rows).toEqual([{ role: 'patchbay_engine', superuser: 'off' }]);
    expect(await db.query(`SELECT current_setting('is_superuser') AS superuser`)).toEqual([{ superuser: 'off' }]);
  });

  test('every table that carries a workspace has forced row-level security', async () => {
    const open = await db.query(
      `SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'workspace_id'
       WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  test('the hot pool may not choose a plan that scans', async () => {
    const hot = openEnginePool({ url: db.url, max: 1, hot: true });
    try {
      const { rows } = await hot.query(
        `SELECT current_setting('enable_seqscan') AS scan, current_setting('enable_hashjoin') AS hash`,
      );
      expect(rows).toEqual([{ scan: 'off', hash: 'off' }]);
    } finally {
      await hot.end();
    }
  });
});
