// The start link: its token makes the owner once, and signs the local owner in every time after.
import { randomUUID } from 'node:crypto';
import type { Database } from '@patchbay/db/client';
import {
  appendAudit,
  claimOwnerSeat,
  insertFirstWorkspace,
  insertMember,
  insertUser,
  localOwnerId,
  spendStartToken,
} from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { sha256 } from './api-key-token.ts';

const spent = (): AppError =>
  AppError.because(
    'forbidden',
    'This start link was used already, has expired (after ten minutes) or is not of this installation. Start Patchbay again (npm start) for a new one.',
  );

/** 32 random bytes in base64url. */
const shape = /^[A-Za-z0-9_-]{43}$/;

/** Spends a start token and hands back the user to sign in. The token, the seat, the people and the audit commit together. */
export async function signInByStartToken(db: Database, token: string): Promise<string> {
  if (!shape.test(token)) throw spent();
  return db.outsideWorkspaces(async (tx) => {
    if (!(await spendStartToken(tx, sha256(token)))) throw spent();
    const userId = randomUUID();
    if (!(await claimOwnerSeat(tx, userId))) {
      const owner = await localOwnerId(tx);
      if (owner === null) throw new AppError('internal', 'the owner seat is taken by nobody');
      return owner;
    }
    const workspaceId = randomUUID();
    const user = { id: userId, name: 'Owner', email: 'owner@patchbay.local' };
    await insertUser(tx, user);
    await insertFirstWorkspace(tx, {
      workspace: { id: workspaceId, name: 'My workspace' },
      environment: { id: randomUUID(), name: 'test' },
    });
    await insertMember(tx, { workspaceId, userId, role: 'owner' });
    await appendAudit(
      tx,
      workspaceId,
      { kind: 'person', id: userId, name: user.name, role: 'owner' },
      { action: 'workspace.create', target: { kind: 'workspace', id: workspaceId }, after: { name: 'My workspace' } },
    );
    return userId;
  });
}
