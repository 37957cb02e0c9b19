// What PostgreSQL's error codes (appendix A of its manual) mean for a step. Everything happens in one transaction, so
// until COMMIT was sent it is certain that nothing happened.
import { ConnectorError, isConnectorError } from '@patchbay/connector-sdk';
import type { ConnectorErrorKind, EffectCertainty, Json } from '@patchbay/connector-sdk';

interface ServerError extends Error {
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code) &&
  'severity' in error;

type Meaning = readonly [kind: ConnectorErrorKind, next: string];

const byCode: Readonly<Record<string, Meaning>> = {
  '3D000': ['permanent', 'Correct the database name in the connection.'],
  '42501': ['auth', 'Ask the owner of the database to grant this user the right.'],
  '42P01': ['notFound', 'Check the name of the table, with its schema.'],
  '23505': ['conflict', 'A row with this key exists. Use an upsert, or choose to leave such rows out.'],
  '23P01': ['conflict', 'The row collides with one that exists.'],
  '25006': ['permanent', 'This operation only reads. Use the transaction operation to write.'],
  '57014': [
    'transient',
    'The statement took longer than its time limit. Add an index, or raise the limit of the node.',
  ],
  '57P03': ['transient', 'The database is starting or stopping; a later attempt may work.'],
};
const byClass: Readonly<Record<string, Meaning>> = {
  '28': ['auth', 'Correct user and password in the connection, or the access rules of the database.'],
  '22': ['invalidInput', 'Correct the value that this node sends.'],
  '23': ['invalidInput', 'Correct the value that this node sends: it breaks a rule of the table.'],
  '42': ['invalidInput', 'Correct the statement.'],
  '21': ['invalidInput', 'The same key stands in the list twice. Remove the duplicates before this node.'],
  '40': ['transient', 'Another transaction was in the way; a later attempt may work.'],
  '53': ['transient', 'The database is short of connections, memory or disk. Tell its administrator.'],
  '55': ['transient', 'The row or table is locked by somebody else; a later attempt may work.'],
  '57': ['transient', 'The database is restarting; a later attempt may work.'],
  '08': ['transient', 'The connection was lost; a later attempt may work.'],
};

const meaningOf = (code: string): Meaning =>
  byCode[code] ?? byClass[code.slice(0, 2)] ?? ['permanent', 'Look at the message of the database.'];

const detailsOf = (error: ServerError): Json => ({
  sqlState: error.code,
  ...(error.detail === undefined ? {} : { detail: error.detail }),
  ...(error.hint === undefined ? {} : { hint: error.hint }),
  ...(error.table === undefined ? {} : { table: error.table }),
  ...(error.column === undefined ? {} : { column: error.column }),
  ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
});

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** `effect`: what is certain if the connection was lost; the database's own refusal always means that nothing happened. */
export function postgresError(error: unknown, target: string, effect: EffectCertainty): ConnectorError {
  if (isConnectorError(error)) return error;
  if (isServerError(error)) {
    const [kind, next] = meaningOf(error.code);
    // Which key or value broke a rule of the table stands in the detail alone.
    const detail = error.code.startsWith('23') && error.detail !== undefined ? ` ${error.detail}` : '';
    return new ConnectorError(kind, `${target} refused: ${error.message}.${detail}`, {
      effect: 'none',
      next,
      details: detailsOf(error),
      cause: error,
    });
  }
  const cause = error instanceof Error ? error.message : String(error);
  if (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof SyntaxError ||
    nameOf(error) === 'CodecError'
  ) {
    return new ConnectorError('permanent', `${target} answered with a value that cannot be read: ${cause}.`, {
      effect,
      next: 'Leave the column out, or convert it in the statement.',
      cause: error,
    });
  }
  const isTls = /SSL|certificate|self.signed/i.test(cause);
  return new ConnectorError(isTls ? 'permanent' : 'transient', `${target} cannot be used: ${cause}.`, {
    effect,
    next: isTls
      ? 'Choose the encryption of the connection to fit the server, or give the server a valid certificate.'
      : 'Check that the database runs and that host and port of the connection are right.',
    cause: error,
  });
}
