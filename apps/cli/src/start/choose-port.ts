// Ports on the loopback: the web port is chosen once and remembered, because webhooks and bookmarks point at it.
import { createServer } from 'node:net';
import { AppError } from '@patchbay/model/errors';

export const FIRST_PORT = 4600;
const LAST_PORT = 4999;

export interface PortQuestion {
  /** What the person set; then no other is taken. */
  readonly set?: number | undefined;
  readonly remembered?: number | undefined;
  /** Ports that are spoken for although nothing listens yet. */
  readonly taken?: readonly number[];
}

export async function choosePort({ set, remembered, taken = [] }: PortQuestion): Promise<number> {
  if (set !== undefined) {
    const problem = await whyNot(set);
    if (problem === undefined) return set;
    throw AppError.because('conflict', setPortProblem(set, problem));
  }
  if (remembered !== undefined && !taken.includes(remembered) && (await whyNot(remembered)) === undefined)
    return remembered;
  for (let port = FIRST_PORT; port <= LAST_PORT; port += 1) {
    if (!taken.includes(port) && (await whyNot(port)) === undefined) return port;
  }
  throw AppError.because(
    'unavailable',
    `No port from ${FIRST_PORT} to ${LAST_PORT} is free on this computer. Set PORT to one that is.`,
  );
}

function setPortProblem(port: number, code: string): string {
  const remedy = 'Set PORT to another one, or unset it: then Patchbay chooses a free port.';
  if (code === 'EACCES')
    return `PORT is ${port}, which this user may not open (ports below 1024 are for administrators). ${remedy}`;
  if (code === 'EADDRINUSE')
    return `PORT is ${port}, and another program already listens there. Stop that program. ${remedy}`;
  return `PORT is ${port}, which cannot be opened (${code}). ${remedy}`;
}

/** The system's word for why nobody can listen there; undefined when one can. */
function whyNot(port: number): Promise<string | undefined> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => settle(undefined)));
  });
}
